"""A task in a worker: done once, failed with its reason, ended in time."""

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

import webapp.catalog.tasks
import webapp.crawls.tasks
from webapp.celery import app
from webapp.crawls import outbox
from webapp.crawls.models import Task
from webapp.crawls.tasks.performing import TaskError, perform

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def task(sqlite_database):
    outbox.put("crawls.follow_job", 7, "text", key="k")
    task = Task.objects.get()
    outbox.take_for_sending(task, timezone.now())
    return task


def test_it_is_called_with_its_arguments_once(task):
    called = []
    assert perform(task.pk, lambda *given: called.append(given)) is True
    assert perform(task.pk, lambda *given: called.append(given)) is False
    assert called == [(7, "text")]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TaskError("the other side is away"), "the other side is away"),
        (SoftTimeLimitExceeded(50), "SoftTimeLimitExceeded: see the worker's log"),
        (ValueError("a secret"), "ValueError: see the worker's log"),
    ],
)
def test_what_fails_is_begun_again_and_says_why(task, error, said):
    def fail(*_):
        raise error

    assert perform(task.pk, fail) is False
    task.refresh_from_db()
    assert (task.state, task.error) == (Task.State.WAITING, said)


def test_a_task_whose_row_is_gone_does_nothing():
    assert perform(99, lambda: pytest.fail("called")) is False


def test_every_task_has_its_name_its_limits_and_is_given_back_by_the_dead():
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    apps = {"crawls": webapp.crawls.tasks, "catalog": webapp.catalog.tasks}
    assert set(ours) == {f"{name}.{each}" for name in apps for each in apps[name].__all__}
    limits = {task.time_limit for task in ours.values()}
    assert limits == {60, 1500}
    assert all(task.soft_time_limit == task.time_limit - 10 for task in ours.values())
    assert all(task.acks_late and task.reject_on_worker_lost for task in ours.values())
    assert {task.serializer for task in ours.values()} == {"json"}
    assert app.conf.accept_content == ["json"]
