"""Tasks as rows: put once, claimed once, tried again, given up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.crawls import outbox
from webapp.crawls.models import Task

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def task(database):
    outbox.put("crawls.deliver", 7, key="delivery 7")
    return Task.objects.get()


def sent(task):
    now = timezone.now()
    task.refresh_from_db()
    assert outbox.take_for_sending(task, now)


def test_one_key_is_one_task(task):
    outbox.put("crawls.deliver", 8, key="delivery 7")
    assert Task.objects.values_list("key", "arguments").get() == ("delivery 7", [7])


def test_only_one_of_two_sends(task):
    now = timezone.now()
    same = Task.objects.get()
    assert [outbox.take_for_sending(each, now) for each in (task, same)] == [True, False]


def test_only_one_of_two_workers_does_it(task):
    sent(task)
    assert outbox.claim(task.pk) is not None
    assert outbox.claim(task.pk) is None


def test_a_message_that_comes_after_it_was_done_does_nothing(task):
    sent(task)
    outbox.done(outbox.claim(task.pk))
    assert outbox.claim(task.pk) is None
    assert outbox.claim(task.pk, again=True) is None
    assert not Task.objects.due(timezone.now() + timedelta(days=9)).exists()


def test_the_message_of_a_dead_worker_is_taken_over(task):
    sent(task)
    first = outbox.claim(task.pk)
    second = outbox.claim(task.pk, again=True)
    assert second.attempts == 2
    outbox.failed(first, "too late")  # it was only slow: the row is the other's
    task.refresh_from_db()
    assert (task.state, task.error) == (Task.State.RUNNING, "")


def test_without_a_word_from_the_broker_it_is_taken_over_after_the_time_limit(task):
    sent(task)
    outbox.claim(task.pk)
    later = timezone.now() + timedelta(seconds=Task.LIMITS[task.queue] + 31)
    assert list(Task.objects.due(later)) == [task]
    Task.objects.update(due=timezone.now())
    assert outbox.claim(task.pk).attempts == 2


def test_it_is_sent_again_with_longer_and_longer_pauses(task):
    pauses = []
    for _ in range(4):
        now = task.due
        assert outbox.take_for_sending(task, now)
        task.refresh_from_db()
        pauses.append((task.due - now) / timedelta(minutes=10))
    assert pauses == [1, 2, 4, 8]


def test_failures_wait_longer_and_longer_and_are_given_up(task, caplog):
    waits = []
    for _ in range(outbox.MOST_ATTEMPTS):
        sent(task)
        before = timezone.now()
        outbox.failed(outbox.claim(task.pk), "no luck")
        task.refresh_from_db()
        waits.append(round((task.due - before).total_seconds()))
        Task.objects.update(due=timezone.now())
    assert waits[:4] == [10, 30, 90, 270]
    assert max(waits[:-1]) == 3600
    assert (task.state, task.error) == (Task.State.FAILED, "no luck")
    assert "given up after 20 attempts: no luck" in caplog.text
    assert outbox.put_back(Task.objects.all()) == 1
    assert list(Task.objects.due(timezone.now())) == [task]


def test_what_kills_its_worker_each_time_is_given_up(task):
    sent(task)
    Task.objects.update(attempts=outbox.MOST_ATTEMPTS)
    assert outbox.claim(task.pk) is None
    task.refresh_from_db()
    assert (task.state, "died" in task.error) == (Task.State.FAILED, True)


def test_a_periodic_task_comes_again(database):
    outbox.put("crawls.watch", key="crawls.watch", every=60)
    task = Task.objects.get()
    sent(task)
    outbox.done(outbox.claim(task.pk))
    task.refresh_from_db()
    assert (task.state, task.ended, task.attempts) == (Task.State.WAITING, None, 0)
    assert 50 < (task.due - timezone.now()).total_seconds() <= 60
    assert outbox.claim(task.pk) is None  # a message of its last turn
