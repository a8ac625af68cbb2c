"""Jobs in the admin: the state people should believe, and what the numbers mean."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crawlers.extensions.outcome import ExitCode
from tests.webapp.test_details import page, text_of
from webapp.crawls.admin.duration import duration, spoken
from webapp.crawls.admin.exits import EXIT_CODES
from webapp.crawls.models import Job

LIST = "admin:crawls_job_changelist"


@pytest.fixture
def jobs(sqlite_database):
    now = timezone.now()
    old = now - timedelta(hours=1)
    return {
        "running": Job.objects.create(spider="s", heartbeat=now + timedelta(hours=1)),
        "lost": Job.objects.create(spider="s", started=now - timedelta(hours=3), heartbeat=old),
        "finished": Job.objects.create(spider="s", state="finished", heartbeat=old),
        "failed": Job.objects.create(spider="s", state="failed", exit_code=4),
        "cancelled": Job.objects.create(spider="s", state="cancelled"),
    }


@pytest.mark.parametrize("state", ["running", "lost", "finished", "failed", "cancelled"])
def test_filter_finds_each_state(root, jobs, state):
    found = root.get(reverse(LIST, query={"state": state})).context["cl"].result_list
    assert list(found) == [jobs[state]]
    assert state in text_of(root.get(page(jobs[state])))


def test_list_shows_lost_as_lost(root, jobs):
    content = root.get(reverse(LIST)).content.decode()
    assert content.count('<span class="state state-lost">lost</span>') == 1


def test_every_exit_code_is_explained():
    assert {code: name for code, (name, _) in EXIT_CODES.items()} == {
        code.value: code.name.lower().replace("_", " ") for code in ExitCode
    }


def test_exit_code_has_its_meaning_in_list_and_page(root, jobs):
    sentence = EXIT_CODES[4][1]
    assert f'<abbr title="{sentence}">4 storage failed' in root.get(reverse(LIST)).content.decode()
    assert f"4 storage failed: {sentence}" in text_of(root.get(page(jobs["failed"])))


def test_unknown_exit_code_is_shown(root, jobs):
    Job.objects.update(exit_code=137)
    assert "137 unknown" in text_of(root.get(page(jobs["failed"])))


def test_duration_ends_with_the_last_sign_of_life(jobs):
    assert round(duration(jobs["lost"]) / timedelta(hours=1)) == 2
    assert duration(jobs["running"]) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "0 s"), (59, "59 s"), (61, "1 min 01 s"), (3720, "1 h 02 min"), (90000, "1 d 01 h")],
)
def test_duration_is_spoken_in_two_units(seconds, text):
    assert spoken(timedelta(seconds=seconds)) == text


def test_statistics_are_a_table(root, jobs):
    Job.objects.update(stats={"items/created": 1234567, "elapsed": 1.25, "list": [1]})
    content = root.get(page(jobs["failed"])).content.decode()
    assert '<th scope="row">items/created</th><td>1,234,567</td>' in content
    assert '<th scope="row">elapsed</th><td>1.250</td>' in content
