"""Alerts open once, are resolved, can be muted; in whatever order jobs are judged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.crawls.alerts.judging import judge_job
from webapp.crawls.alerts.watching import watch
from webapp.crawls.models import Alert, Channel, Delivery, Job, Rule, Task
from webapp.crawls.ordering import resume

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def rule(database):
    rule = Rule.objects.create(name="failed jobs")
    rule.channels.add(Channel.objects.create(name="ops", mail_to="ops@example.org"))
    rule.channels.add(Channel.objects.create(name="off", mail_to="x@example.org", enabled=False))
    return rule


def ended(state="failed", spider="s", **values):
    return Job.objects.create(spider=spider, state=state, ended=timezone.now(), **values)


def alerts():
    return list(Alert.objects.order_by("pk").values_list("subject", "state"))


def messages():
    rows = Delivery.objects.order_by("pk")
    return list(rows.values_list("channel__name", "event", "state"))


def test_it_opens_once_and_resolves_once(rule):
    for _ in range(3):
        judge_job(ended())
    assert alerts() == [("s", "open")]
    assert Alert.objects.get().job == Job.objects.first()
    for _ in range(2):
        judge_job(ended("finished"))
    assert alerts() == [("s", "resolved")]
    assert messages() == [("ops", "opened", "waiting"), ("ops", "resolved", "waiting")]
    assert Task.objects.filter(name="crawls.deliver").count() == 2
    judge_job(ended())
    assert alerts() == [("s", "resolved"), ("s", "open")]


def test_each_spider_has_its_own(rule):
    for name in ("a", "b"):
        judge_job(ended(spider=name))
    judge_job(ended("finished", spider="a"))
    assert alerts() == [("a", "resolved"), ("b", "open")]


def test_a_rule_for_one_spider_leaves_others_alone(rule):
    Rule.objects.update(spider="a")
    judge_job(ended(spider="b"))
    judge_job(ended(spider="A"))
    assert alerts() == []


def test_a_rule_that_is_off_is_not_judged_and_what_it_found_is_closed(rule):
    judge_job(ended())
    Rule.objects.update(enabled=False)
    watch()
    judge_job(ended())
    assert alerts() == [("s", "resolved")]
    assert messages() == [("ops", "opened", "waiting")]


def test_a_job_that_is_judged_again_tells_nothing_new(rule):
    bad = ended()
    judge_job(bad)
    judge_job(ended("finished"))
    judge_job(bad)
    assert alerts() == [("s", "resolved")]


def test_a_job_that_is_judged_late_tells_that_it_is_over(rule):
    bad, good = ended(), ended("finished")
    judge_job(good)
    judge_job(bad)
    assert alerts() == [("s", "resolved")]
    assert [event for _, event, _ in messages()] == ["opened", "resolved"]


def test_a_good_job_that_is_judged_late_does_not_hide_that_a_later_one_failed(rule):
    good, bad = ended("finished"), ended()
    judge_job(bad)
    judge_job(good)
    assert alerts() == [("s", "open")]
    assert [event for _, event, _ in messages()] == ["opened"]


def test_a_job_that_fails_again_after_it_was_resumed_is_told_again(rule):
    bad = ended()
    judge_job(bad)
    judge_job(ended("finished"))
    resume(bad)
    Job.objects.filter(pk=bad.pk).update(state="failed", ended=timezone.now())
    Job.objects.exclude(pk=bad.pk).delete()
    bad.refresh_from_db()
    judge_job(bad)
    assert alerts() == [("s", "resolved"), ("s", "open")]


def test_nobody_is_told_while_it_is_muted(rule):
    Rule.objects.update(muted_until=timezone.now() + timedelta(hours=1))
    judge_job(ended())
    judge_job(ended("finished"))
    assert alerts() == [("s", "resolved")]
    assert messages() == [("ops", "opened", "muted")]
    Rule.objects.update(muted_until=timezone.now() - timedelta(seconds=1))
    judge_job(ended())
    assert messages()[-1] == ("ops", "opened", "waiting")


def test_a_cancelled_job_changes_nothing(rule):
    judge_job(ended())
    judge_job(ended("cancelled"))
    assert alerts() == [("s", "open")]


def test_a_lost_job_is_told_once_and_resolved_by_the_next(rule):
    now = timezone.now()
    Job.objects.create(spider="s", heartbeat=now - timedelta(minutes=5))
    watch()
    assert alerts() == []  # it was lost before the rule was made
    Rule.objects.update(created=now - timedelta(hours=1))
    watch()
    watch()
    assert alerts() == [("s", "open")]
    assert Alert.objects.get().text.startswith("The job was lost: last heard of ")
    judge_job(ended("finished"))
    watch()
    assert alerts() == [("s", "resolved")]


def test_silence(database):
    now = timezone.now()
    hour = timedelta(hours=1)
    every = Rule.objects.create(name="all", check_for="silent", limit=24)
    named = Rule.objects.create(name="never", check_for="silent", limit=24, spider="never")
    Job.objects.create(spider="old", state="finished", started=now - 25 * hour)
    Job.objects.create(spider="new", state="finished", started=now - 25 * hour)
    Job.objects.create(spider="new", state="finished", started=now - 23 * hour)
    Job.objects.create(spider="old", state="pending", started=now)
    watch()
    assert alerts() == [("old", "open")]
    Rule.objects.filter(pk=named.pk).update(created=now - 25 * hour)
    watch()
    assert sorted(alerts()) == [("never", "open"), ("old", "open")]
    Job.objects.create(spider="old", started=now)
    watch()
    found = Alert.objects.get(rule=every)
    assert (found.state, found.text) == ("resolved", "No run for 25.0 hours; the limit is 24.")


def test_a_job_that_takes_long_is_told_while_it_runs(database):
    Rule.objects.create(name="slow", check_for="duration", limit=60)
    now = timezone.now()
    job = Job.objects.create(spider="s", started=now - timedelta(minutes=61))
    watch()
    assert Alert.objects.get().text == "It has been running for more than 60 minutes."
    Job.objects.update(state="finished", ended=now)
    job.refresh_from_db()
    judge_job(job)
    assert Alert.objects.get().text == "It took 61.0 minutes; the limit is 60."
    judge_job(ended("finished"))
    assert alerts() == [("s", "resolved")]


def test_a_long_queue_of_jobs(database):
    Rule.objects.create(name="jobs", check_for="queue", queue="pending", limit=1)
    for n in range(2):
        Job.objects.create(spider=f"s{n}", state="pending")
    watch()
    assert alerts() == [("pending", "open")]
    assert Alert.objects.get().text == "2 wait; the limit is 1."
    Job.objects.first().delete()
    watch()
    assert alerts() == [("pending", "resolved")]
