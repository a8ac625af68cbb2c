"""From verdicts to alerts: each opens once, and is resolved when its rule holds no more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from webapp.crawls import outbox
from webapp.crawls.alerts.jobchecks import JOB_CHECKS
from webapp.crawls.alerts.verdict import Verdict
from webapp.crawls.models import Alert, Delivery, Job, Rule
from webapp.crawls.text import short


def judge_job(job: Job) -> None:
    """Judge a job that has ended by every rule about its spider.

    If another has ended later, that one has the last word.
    """
    later = Job.objects.filter(spider=job.spider, ended__gt=job.ended)
    newest = later.exclude(state=Job.State.CANCELLED).order_by("-ended").first()
    for rule in Rule.objects.about(job.spider).filter(check_for__in=JOB_CHECKS):
        check = JOB_CHECKS[rule.check_for]
        for each in (job, newest):
            verdict = check(rule, each) if each is not None else None
            if verdict is not None:
                settle(rule, job.spider, verdict)


def settle(rule: Rule, subject: str, verdict: Verdict) -> None:
    """Open an alert, keep it up to date, or resolve it; the same again changes nothing."""
    with transaction.atomic():
        # Two workers that judge one rule do so one after the other.
        Rule.objects.select_for_update().get(pk=rule.pk)
        alert = Alert.objects.filter(rule=rule, subject=subject, state=Alert.State.OPEN).first()
        if alert is not None and _is_older(verdict.job, alert.job):
            return
        if verdict.is_bad and alert is None:
            if not _was_told(rule, subject, verdict.job):
                _open(rule, subject, verdict)
        elif verdict.is_bad and alert is not None:
            alert.text, alert.job = short(verdict.text, 500), verdict.job
            alert.save(update_fields=["text", "job"])
        elif alert is not None:
            _resolve(rule, alert)


def _is_older(job: Job | None, other: Job | None) -> bool:
    """Say whether a job ended before the one that an alert is about: it changes nothing."""
    if job is None or other is None:
        return False
    return (job.ended or job.started) < (other.ended or other.started)


def _was_told(rule: Rule, subject: str, job: Job | None) -> bool:
    """Say whether this end of this job has raised an alert before, which was resolved since."""
    if job is None:
        return False
    since = job.ended or job.started
    told = Alert.objects.filter(rule=rule, subject=subject, told_job=job.pk, opened__gte=since)
    return told.exists()


def _open(rule: Rule, subject: str, verdict: Verdict) -> None:
    alert = Alert.objects.create(
        rule=rule,
        subject=subject,
        text=short(verdict.text, 500),
        job=verdict.job,
        told_job=None if verdict.job is None else verdict.job.pk,
    )
    for channel in rule.channels.filter(enabled=True):
        _tell(alert, channel.pk, Delivery.Event.OPENED, timezone.now())


def _resolve(rule: Rule, alert: Alert) -> None:
    now = timezone.now()
    alert.state, alert.resolved = Alert.State.RESOLVED, now
    alert.save(update_fields=["state", "resolved"])
    told = alert.deliveries.exclude(state=Delivery.State.MUTED).filter(channel__enabled=True)
    for channel in set(told.values_list("channel", flat=True)):
        _tell(alert, channel, Delivery.Event.RESOLVED, now)


def _tell(alert: Alert, channel: int, event: str, now: datetime) -> None:
    """Put a message into the outbox, unless the rule is muted: then only the row says so."""
    muted = alert.rule.is_muted(now)
    delivery = Delivery.objects.create(
        alert=alert,
        channel_id=channel,
        event=event,
        state=Delivery.State.MUTED if muted else Delivery.State.WAITING,
    )
    if not muted:
        outbox.put("crawls.deliver", delivery.pk, key=f"delivery {delivery.pk}")
