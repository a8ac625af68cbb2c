"""The first page: what is stored and what ran last."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.webapp.conftest import logged_in, staff
from tests.webapp.rows import fill
from webapp.crawls.models import Alert, Job, Rule


def test_home_asks_who_is_there(sqlite_database):
    response = Client().get("/")
    assert response.headers["Location"] == f"{reverse(settings.LOGIN_URL)}?next=/"


def test_home_counts_every_kind_and_links_to_its_list(viewer):
    fill(3)
    content = viewer.get("/").content.decode()
    for name in ("authors", "books", "categories", "pages", "quotes", "tags"):
        assert f'<a href="/{name}/"><strong>3</strong>' in content


def test_home_shows_the_last_ten_jobs_newest_first(viewer):
    now = timezone.now()
    for n in range(12):
        Job.objects.create(spider=f"spider{n:02}", started=now - timedelta(days=n), pages=n)
    Job.objects.filter(spider="spider03").update(heartbeat=now - timedelta(days=1))
    content = viewer.get("/").content.decode()
    assert re.findall(r"spider\d\d", content) == [f"spider{n:02}" for n in range(10)]
    assert content.count('class="state state-lost"') == 1
    assert reverse("job", args=[Job.objects.first().pk]) in content


def test_home_of_an_empty_site_says_what_to_do(viewer):
    assert "scrapy crawl books" in viewer.get("/").content.decode()


def test_home_shows_nobody_what_they_may_not_see(sqlite_database):
    fill(1)
    Job.objects.update(spider="secret")
    for user in (staff("nobody"), User.objects.create_user("reader")):
        content = logged_in(user).get("/").content.decode()
        assert "secret" not in content
        assert "/admin/catalog/" not in content


def test_home_asks_no_other_host(viewer):
    fill(1)
    content = viewer.get("/").content.decode()
    assert not re.search(r"(src|href)=.(https?:)?//", content)
    assert re.findall("<script[^>]*>[^<]+", content) == []
    assert "style=" not in content
    for name in ("spidersilk/site.css", "spidersilk/admin.css"):
        with open(finders.find(name)) as file:  # noqa: PTH123 -- found by Django
            assert not re.search(r"url\(|@import", file.read())


def test_home_says_what_is_wrong_now_to_who_may_know(viewer, settings, client):
    rule = Rule.objects.create(name="No <b>job</b>", check_for=Rule.Check.FAILED)
    Alert.objects.create(rule=rule, subject="books", text="It failed.")
    Alert.objects.create(rule=rule, subject="gone", text="It was.", state=Alert.State.RESOLVED)
    shown = viewer.get(reverse("home")).content.decode()
    assert "No &lt;b&gt;job&lt;/b&gt;: books" in shown
    assert "gone" not in shown
    settings.PUBLIC_SITE = True
    assert "It failed." not in client.get(reverse("home")).content.decode()
