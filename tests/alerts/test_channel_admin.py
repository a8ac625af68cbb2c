"""Channels and rules in the admin: what they refuse, and what they never show."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.webapp.conftest import logged_in, staff
from webapp.crawls.models import Channel, Rule


@pytest.fixture(autouse=True)
def _database(sqlite_database, settings):
    settings.ADMIN_URL = "https://data.example.org/admin/"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def by_hook(url):
    return Channel.objects.create(name="chat", sort="webhook", webhook=url)


def page(row):
    return reverse(f"admin:crawls_{row._meta.model_name}_change", args=[row.pk])


def test_the_admin_never_shows_the_address_again(hook, django_user_model):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    add = reverse("admin:crawls_channel_add")
    form = {"name": "chat", "sort": "webhook", "mail_to": "", "webhook": hook.url, "enabled": "on"}
    assert root.post(add, form).status_code == 302
    channel = Channel.objects.get()
    listing = reverse("admin:crawls_channel_changelist")
    watcher = logged_in(staff("watcher", "view"))
    history = page(channel).replace("change", "history")
    for client in (root, watcher):
        for address in (listing, page(channel), history):
            text = client.get(address).content.decode()
            assert "secret-path" not in text
    assert "http://127.0.0.1/…" in watcher.get(page(channel)).content.decode()
    # An empty field keeps it.
    assert root.post(page(channel), form | {"webhook": "", "name": "talk"}).status_code == 302
    channel.refresh_from_db()
    assert (channel.name, channel.webhook) == ("talk", hook.url)
    assert "secret-path" not in root.get(history).content.decode()


def test_a_test_message_says_what_is_wrong(hook, django_user_model):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    channel = by_hook(hook.url)
    listing = reverse("admin:crawls_channel_changelist")
    form = {"action": "test", "_selected_action": [channel.pk]}
    assert (
        "Chat: a test message is sent." in root.post(listing, form, follow=True).content.decode()
    )
    assert hook.texts == [
        "*[test] Spidersilk*\nMessages of the channel 'chat' come here. Nothing is wrong."
    ]
    hook.status = 404
    answer = root.post(listing, form, follow=True).content.decode()
    assert "Chat: the webhook answers 404." in answer
    watcher = logged_in(staff("watcher", "view"))
    watcher.post(listing, form, follow=True)
    assert len(hook.posts) == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"sort": "mail", "mail_to": ""}, "Give at least one mail address."),
        ({"sort": "mail", "mail_to": "a@example.org, no"}, "no mail address"),
        ({"sort": "webhook", "webhook": ""}, "Give the whole address"),
        ({"sort": "webhook", "webhook": "file:///etc/passwd"}, "Give the whole address"),
        ({"sort": "webhook", "webhook": "https://h:port/"}, "Give the whole address"),
        ({"sort": "webhook", "webhook": "https://[h/"}, "Give the whole address"),
    ],
)
def test_a_channel_that_leads_nowhere_is_refused(django_user_model, form, said):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    answer = root.post(reverse("admin:crawls_channel_add"), {"name": "c", **form})
    assert said in answer.content.decode()
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"check_for": "few_items"}, "This check needs a number."),
        ({"check_for": "queue", "limit": "5"}, "Choose the queue."),
        ({"check_for": "few_items", "limit": "-1"}, "greater than or equal to 0"),
        ({"check_for": "few_items", "limit": "nan"}, "Enter a number"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(django_user_model, form, said):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    whole = {"name": "r", "enabled": "on", "jobs": "10", **form}
    assert said in root.post(reverse("admin:crawls_rule_add"), whole).content.decode()
    assert not Rule.objects.exists()


def test_muting_from_the_list(django_user_model):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    rule = Rule.objects.create(name="r")
    listing = reverse("admin:crawls_rule_changelist")
    form = {"_selected_action": [rule.pk]}
    root.post(listing, {"action": "mute_for_an_hour", **form})
    rule.refresh_from_db()
    assert rule.is_muted(timezone.now())
    history = root.get(page(rule).replace("change", "history")).content.decode()
    assert "Muted for an hour." in history
    root.post(listing, {"action": "unmute", **form})
    rule.refresh_from_db()
    assert not rule.is_muted(timezone.now())
