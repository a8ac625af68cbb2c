"""Pages of charts: of every kind, for every view, with their tables and files."""

import csv
import json
import re
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.db import models
from django.http import QueryDict
from django.urls import reverse

from tests.webapp.browse.shelf import fill_shelf
from tests.webapp.conftest import logged_in
from tests.webapp.rows import fill
from webapp.catalog.browse.kind import browsable, kind_of
from webapp.catalog.browse.view import View
from webapp.catalog.models import Author, Book, Category, Page, Quote, Tag
from webapp.charts.chart import Shape
from webapp.charts.kindcharts import chart_of, charts_of
from webapp.crawls.models import Job

JOBS = "/charts/jobs/timeline/"
D3 = "912111098ea99503a6f4967361d2bbdc9dbf58cf9c678c8e27e5b02d1a07f0c1"


@pytest.fixture
def root(database):
    return logged_in(User.objects.create_superuser("root"))


def answer(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return json.loads(response.content, parse_constant=pytest.fail)


def every_chart():
    return [(kind, chart) for kind in browsable() for chart in charts_of(kind.model).values()]


def test_every_chart_of_every_kind_opens_as_page_csv_and_json(root):
    fill(3)
    Page.objects.update(links=["http://example.org/a/1", None, 7])
    assert len(every_chart()) > 25
    for kind, chart in every_chart():
        at = f"/charts/{kind.slug}/{chart.name}"
        page = root.get(f"{at}/").content.decode()
        said = answer(root, f"{at}.json")
        lines = list(csv.reader(root.get(f"{at}.csv").content.decode().splitlines()))
        assert (said["title"], said["columns"]) == (chart.title, lines[0])
        assert len(said["rows"]) == len(lines) - 1
        assert page.count("<tr>") == len(lines)
        assert f"<h1>{chart.title}</h1>" in page
        assert f'data-source="{at}.json"' in page
        assert f'href="/{kind.slug}/"' in page


def test_every_facet_has_its_chart_and_the_way_back(root):
    fill(2)
    for kind in browsable():
        for facet in kind.facets:
            assert chart_of(kind.model, facet.name), (kind.slug, facet.name)
        page = root.get(f"/{kind.slug}/?q=text").content.decode()
        links = re.findall(r'href="(/charts/[^"]+)"', page)
        assert links
        for link in links:
            if link != "/charts/":
                chart = root.get(link.replace("&amp;", "&")).content.decode()
                assert f'href="/{kind.slug}/?q=text"' in chart, link


def test_each_row_of_a_chart_leads_to_the_rows_that_it_counts(root):
    fill_shelf(60)
    for n in range(3):
        fill(1, start=n)
    Author.objects.update(born_date=date(1900, 5, 1))
    Author.objects.filter(name="text2").update(born_date=date(1990, 12, 31))
    for quote in Quote.objects.all():
        quote.tags.add(*Tag.objects.all())
    followed = {}
    for kind, chart in every_chart():
        for query in ("", "?price__gte=3.5&rating=2&category=Travel", "?tags=text0"):
            at = f"/charts/{kind.slug}/{chart.name}/{query}"
            for shown, link in counted_in(root.get(at).content.decode()):
                view = View.from_query(kind.model, QueryDict(link.partition("?")[2]))
                assert (view.problems, view.queryset().count()) == ((), shown), (at, link)
                followed.setdefault(chart.shape, set()).add(link)
    others = {Shape.TIMELINE, Shape.STACK, Shape.BUBBLES}  # their rows count no view
    assert {shape: len(links) > 1 for shape, links in followed.items()} == {
        shape: True for shape in Shape if shape not in others
    }
    jobs = re.findall(r'<td><a href="/jobs/(\d+)/">\1</a>', root.get(JOBS).content.decode())
    assert {int(pk) for pk in jobs} == set(Job.objects.values_list("pk", flat=True))


def counted_in(page):
    found = re.findall(r'<td><a href="([^"]+)">([\d,]+)</a></td>', page)
    return [(int(shown.replace(",", "")), unescape(link)) for link, shown in found]


def test_chart_follows_the_view(root):
    for n in range(6):
        shelf, _ = Category.objects.get_or_create(name=f"shelf {n % 2}")
        Book.objects.create(upc=f"{n}", title="t", price=n, rating=n % 3 + 1, category=shelf)
    path = "/charts/books/price.json?category=shelf+1&price__gte=2"
    assert sum(row[2] for row in answer(root, path)["rows"]) == 2
    page = root.get(path.replace(".json", "/")).content.decode()
    assert "Category: shelf 1" in page
    assert "/books/?category=shelf+1&amp;price__gte=2" in page
    said = root.get("/charts/books/price/?colour=red").content.decode()
    assert "no filter of books" in said


def test_view_that_asks_for_a_tag_counts_the_others_too(root):
    fill(1)
    quote = Quote.objects.get()
    quote.tags.add(*(Tag.objects.create(name=name) for name in "ab"))
    rows = answer(root, "/charts/quotes/tags.json?tags=a")["rows"]
    assert rows == [["a", 1], ["b", 1], ["text0", 1]]
    assert len(answer(root, "/charts/quotes/tags-together.json?tags=a&q=text0")["rows"]) == 3


def test_formulas_are_text_and_numbers_stay_numbers(root):
    fill(1)
    for name in ("=1+1", "+1", "-1", "@x", "\t=1"):
        Book.objects.create(upc=name, title="t", category=Category.objects.create(name=name))
    lines = csv.reader(root.get("/charts/books/category.csv").content.decode().splitlines())
    cells = {row[0] for row in lines}
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "path",
    [
        "/charts/nothing/price/",
        "/charts/books/nothing/",
        "/charts/books/nothing.json",
        "/charts/books/price.xml",
        "/charts/authors/price/",
        "/charts/jobs/nothing/",
    ],
)
def test_what_is_no_chart_is_not_found(root, path):
    assert root.get(path).status_code == 404


def test_jobs_have_their_chart_by_spider_and_state(root):
    fill(3)
    path = reverse("chart-of-jobs-json")
    assert len(answer(root, path)["rows"]) == 3
    assert [row[1] for row in answer(root, f"{path}?spider=text1")["rows"]] == ["text1"]
    assert answer(root, f"{path}?state=failed")["rows"] == []
    assert root.get(f"{reverse('chart-of-jobs')}?spider=%00&state={'x' * 999}").status_code == 200


def test_charts_are_not_for_who_may_not_see_the_rows(sqlite_database):
    fill(1)
    nobody = logged_in(User.objects.create_user("nobody"))
    for path in ("/charts/books/price/", "/charts/books/price.json", "/charts/jobs/timeline.csv"):
        assert nobody.get(path).status_code == 403
    assert "Distribution" not in nobody.get("/charts/").content.decode()


def test_a_new_kind_has_its_charts_at_once():
    class Lamp(models.Model):
        NATURAL_KEY = "name"
        name = models.CharField(max_length=20, unique=True)
        colour = models.CharField(max_length=5, choices=[("r", "red"), ("b", "blue")])
        watts = models.FloatField(null=True)
        price = models.DecimalField(max_digits=9, decimal_places=2)
        made = models.DateField(null=True)
        bright = models.BooleanField(default=False)

        class Meta:
            app_label = "lamps"
            managed = False

        def __str__(self):
            return self.name

    assert list(charts_of(Lamp)) == [
        "watts",
        "price",
        "made",
        "colour",
        "bright",
        "price-against-watts",
    ]
    assert all(chart_of(Lamp, facet.name) for facet in kind_of(Lamp).facets)


def test_d3_is_the_file_that_was_looked_at():
    found = Path(finders.find("spidersilk/vendor/d3.min.js"))
    assert sha256(found.read_bytes()).hexdigest() == D3
    assert "Mike Bostock" in found.with_name("d3.LICENSE").read_text()


def test_every_shape_has_its_module_and_asks_no_other_host():
    for shape in Shape:
        text = Path(finders.find(f"spidersilk/charts/{shape}.js")).read_text()
        assert 'from "./frame.js"' in text
        assert not re.search(r"https?://|innerHTML|\.html\(", text)
