"""Schedules in the admin: checked before they are saved, planned when they are."""

from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.webapp.conftest import _plain_static_files, logged_in  # noqa: F401 -- a fixture
from tests.webapp.test_details import page, text_of
from webapp.crawls.models import Egg, Schedule, Spider

ADD, TIMES = "/admin/crawls/schedule/add/", "/admin/crawls/schedule/times/"
FORM = {
    "name": "Nightly", "enabled": "on", "project": "default", "spider": "shop", "priority": "0",
    "arguments": "url=http://a.example/\ntoken=hush", "settings": "API_KEY=k\nLOG_LEVEL=INFO",
    "cron": "30 1 * * *", "every": "", "unit": "hours", "time_zone": "Europe/London",
    "begins_0": "2026-01-01", "begins_1": "00:00:00", "jitter": "0",
    "overlap": "skip", "catch_up": "once", "catch_up_most": "10",
}  # fmt: skip


@pytest.fixture
def root(sqlite_database):
    arguments = [
        {"name": "url", "help": "", "required": True, "type": "url"},
        {"name": "token", "help": "", "required": False, "type": "text"},
    ]
    Spider.objects.create(project="default", name="shop", declares=True, arguments=arguments)
    return logged_in(User.objects.create_superuser("root"))


def test_schedule_is_saved_planned_and_written_to_the_history(root):
    assert root.post(ADD, FORM).status_code == 302
    schedule = Schedule.objects.get()
    assert schedule.arguments == {"url": "http://a.example/", "token": "hush"}
    assert f"{schedule.next_due:%M}" == "30"
    assert timezone.now() < schedule.next_due < timezone.now() + timedelta(hours=26)
    assert LogEntry.objects.get().user.username == "root"
    said = text_of(root.get(page(schedule)))
    assert said.count("01:30:00") == 5
    listing = root.get(reverse("admin:crawls_schedule_changelist"))
    assert "30 1 * * * Europe/London" in text_of(listing)


WRONG = {
    "cron": ({"cron": "61 * * * *"}, "Bad minute: not a cron expression."),
    "never": ({"cron": "* * */20 * 1L"}, "No day will ever match this."),
    "neither": ({"cron": ""}, "Give either a cron expression or an interval."),
    "both": ({"every": "3"}, "Give either a cron expression or an interval."),
    "zone": ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not one of the available"),
    "short": ({"cron": "", "every": "3", "unit": "seconds"}, "At least 10 seconds."),
    "long": ({"cron": "", "every": "9" * 20}, "less than or equal to 100000"),
    "year": ({"begins_0": "0001-01-01"}, "A year from 2000 to 2100."),
    "jitter": ({"cron": "* * * * *", "jitter": "60"}, "Must be less than the time between"),
    "big jitter": ({"jitter": "9" * 30}, "less than or equal to 86400"),
    "each": ({"catch_up": "each"}, "one has to wait for the other"),
    "project": ({"project": "gone"}, "is it deployed?"),
    "spider": ({"spider": "gone"}, "It has: shop."),
    "version": ({"egg_version": "7"}, "Nothing is known of project 'default' in version '7'"),
    "argument": ({"arguments": "urll=1"}, "Did you mean 'url'?"),
    "missing": ({"arguments": ""}, "url: The spider needs it."),
    "address": ({"arguments": "url=x"}, "url: Must be an address"),
    "setting": ({"settings": "log=1"}, "Line 1: 'log' is no name"),
    "priority": ({"priority": "inf"}, "Enter a number."),
}


@pytest.mark.parametrize(("values", "said"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_said_and_nothing_is_saved(root, values, said):
    assert said in text_of(root.post(ADD, FORM | values)).replace("&#x27;", "'")
    assert not Schedule.objects.exists()


def test_next_five_times_are_shown_before_saving(root):
    times = root.get(TIMES, FORM).json()["times"]
    assert len(times) == 5
    assert all(", 01:30:00 " in text for text in times)
    late = root.get(TIMES, FORM | {"cron": "", "every": "2", "jitter": "900"}).json()["times"]
    assert all(" UTC" in text for text in late)
    assert any("later by jitter" in text for text in late)
    assert root.get(TIMES, {"cron": "x"}).json()["error"]
    assert root.get(TIMES).json()["error"]
    assert not Schedule.objects.exists()


def test_times_before_and_after_saving_are_the_same(root):
    values = FORM | {"jitter": "600"}
    before = root.get(TIMES, values).json()["times"]
    root.post(ADD, values)
    said = text_of(root.get(page(Schedule.objects.get())))
    assert [text for text in before if text not in said] == []


def test_change_of_the_zone_plans_anew(root):
    root.post(ADD, FORM | {"time_zone": "UTC"})
    schedule = Schedule.objects.get()
    first = schedule.next_due
    root.post(page(schedule), FORM | {"time_zone": "Asia/Kolkata"})
    schedule.refresh_from_db()
    assert f"{first:%H:%M} {schedule.next_due:%H:%M}" == "01:30 20:00"


def test_change_of_arguments_leaves_what_is_due(root):
    root.post(ADD, FORM)
    missed = timezone.make_aware(datetime(2026, 11, 1, 1, 30))  # noqa: DTZ001 -- made aware
    Schedule.objects.update(next_time=missed, next_due=missed)
    root.post(page(Schedule.objects.get()), FORM | {"arguments": "url=http://b.example/"})
    assert Schedule.objects.get().next_due == missed


def test_secrets_are_not_shown_and_not_lost(root):
    root.post(ADD, FORM)
    schedule = Schedule.objects.get()
    content = root.get(page(schedule)).content.decode()
    assert "token=***" in content
    assert "hush" not in content
    shown = {"arguments": "url=http://b.example/\ntoken=***", "settings": "API_KEY=***"}
    root.post(page(schedule), FORM | shown)
    schedule.refresh_from_db()
    assert schedule.arguments == {"url": "http://b.example/", "token": "hush"}
    assert schedule.settings == {"API_KEY": "k"}
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_schedule"))
    looked = logged_in(viewer).get(page(schedule)).content.decode()
    assert "hush" not in looked
    assert "http://b.example/" in looked


def test_switching_on_misses_nothing_of_the_time_it_was_off(root):
    root.post(ADD, FORM)
    listing = reverse("admin:crawls_schedule_changelist")
    values = {"_selected_action": [Schedule.objects.get().pk]}
    root.post(listing, values | {"action": "switch_off"})
    long_ago = timezone.now() - timedelta(days=9)
    Schedule.objects.update(next_time=long_ago, next_due=long_ago)
    assert not Schedule.objects.get().enabled
    root.post(listing, values | {"action": "switch_on"})
    assert Schedule.objects.get().next_due > timezone.now()
    assert LogEntry.objects.filter(change_message="Switched on.").count() == 1


def test_form_of_a_run_leads_to_a_schedule_with_what_is_needed(root):
    answer = root.get(ADD, {"project": "default", "spider": "shop", "arguments": "x"})
    content = answer.content.decode()
    assert 'value="shop"' in content
    assert "url=</textarea>" in content
    assert root.get(ADD, {"project": "x\0", "spider": "y" * 9000}).status_code == 200


def test_who_may_not_add_schedules_asks_for_no_times(root):
    User.objects.create_user("nobody", is_staff=True)
    client = Client()
    client.force_login(User.objects.get(username="nobody"))
    assert client.get(TIMES, FORM).status_code == 403


def test_schedule_of_a_deployed_version_is_checked_against_it(root):
    Egg.objects.create(project="p", version="3", state="ready", content=b"", size=0,
                       chosen=timezone.now())  # fmt: skip
    Spider.objects.create(project="p", version="3", name="s", declares=True)
    values = FORM | {"project": "p", "spider": "s", "egg_version": "3", "arguments": ""}
    assert root.post(ADD, values).status_code == 302


def test_schedule_made_in_code_plans_itself(sqlite_database):
    schedule = Schedule.objects.create(name="n", spider="books", every=1)
    assert timezone.now() < schedule.next_due <= timezone.now() + timedelta(hours=1)
