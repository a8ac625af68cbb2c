"""What no job's end brings to light: silence, jobs that are lost or take long, queues."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from webapp.crawls.alerts.judging import settle
from webapp.crawls.alerts.verdict import Verdict
from webapp.crawls.models import Alert, Job, JobQuerySet, Rule
from webapp.crawls.queues import length

Found = Iterator[tuple[str, Verdict]]


def watch() -> None:
    """Judge every rule about time and queues."""
    now = timezone.now()
    for rule in Rule.objects.filter(enabled=True, check_for__in=WATCHES):
        for subject, verdict in WATCHES[rule.check_for](rule, now):
            settle(rule, subject, verdict)
    _close_what_nobody_judges(now)


def _lost(rule: Rule, now: datetime) -> Found:
    """Find jobs that say they run and were not heard of; a later job resolves it."""
    for job in _of(rule, Job.objects.lost().filter(heartbeat__gte=rule.created)):
        if not Job.objects.filter(spider=job.spider, pk__gt=job.pk, ended__isnull=False).exists():
            text = f"The job was lost: last heard of {job.heartbeat:%Y-%m-%d %H:%M} UTC."
            yield job.spider, Verdict(is_bad=True, text=text, job=job)


def _slow(rule: Rule, now: datetime) -> Found:
    """Find jobs that run for too long already."""
    began = now - timedelta(minutes=rule.limit or 0)
    running = Job.objects.filter(state=Job.State.RUNNING, started__lt=began)
    for job in _of(rule, running):
        if not job.is_lost:
            text = f"It has been running for more than {rule.limit or 0:g} minutes."
            yield job.spider, Verdict(is_bad=True, text=text, job=job)


def _silent(rule: Rule, now: datetime) -> Found:
    """Find spiders that have not been started for too long."""
    jobs = _of(rule, Job.objects.exclude(state=Job.State.PENDING))
    last = dict(jobs.order_by().values_list("spider").annotate(Max("started")))
    if rule.spider:
        last.setdefault(rule.spider, rule.created)
    for spider, started in last.items():
        hours = (now - started).total_seconds() / 3600
        text = f"No run for {hours:,.1f} hours; the limit is {rule.limit or 0:g}."
        yield spider, Verdict(is_bad=hours > (rule.limit or 0), text=text)


def _long(rule: Rule, now: datetime) -> Found:
    """Look at a queue's length."""
    if rule.queue == Rule.Queue.PENDING:
        found: int | None = Job.objects.filter(state=Job.State.PENDING).count()
    else:
        found = length(rule.queue)
    if found is not None:
        text = f"{found:,} wait; the limit is {rule.limit or 0:,.0f}."
        yield rule.queue, Verdict(is_bad=found > (rule.limit or 0), text=text)


def _of(rule: Rule, jobs: JobQuerySet) -> JobQuerySet:
    return jobs.filter(spider=rule.spider) if rule.spider else jobs


def _close_what_nobody_judges(now: datetime) -> None:
    """Resolve, without a word to anybody, what a rule found that is switched off since."""
    orphans = Alert.objects.filter(state=Alert.State.OPEN, rule__enabled=False)
    orphans.update(state=Alert.State.RESOLVED, resolved=now)


WATCHES: dict[str, Callable[[Rule, datetime], Found]] = {
    Rule.Check.FAILED: _lost,
    Rule.Check.DURATION: _slow,
    Rule.Check.SILENT: _silent,
    Rule.Check.QUEUE: _long,
}
