"""The checks that look at a job which has ended. None: it does not tell."""

from collections.abc import Callable
from statistics import median

from webapp.crawls.alerts.verdict import Verdict
from webapp.crawls.coverage import drops, earlier
from webapp.crawls.models import Coverage, Job, Rule

JobCheck = Callable[[Rule, Job], Verdict | None]
MOST_NAMED = 5  # fields in one sentence


def items_of(job: Job) -> int:
    """Return how many items a job stored or found unchanged."""
    return job.items_created + job.items_updated + job.items_unchanged


def failed(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether it failed."""
    if job.state == Job.State.CANCELLED:
        return None
    if job.state != Job.State.FAILED:
        return Verdict(is_bad=False, text="The last job finished.", job=job)
    code = "" if job.exit_code is None else f", exit code {job.exit_code}"
    why = job.finish_reason or "no reason given"
    return Verdict(is_bad=True, text=f"The job failed: {why}{code}.", job=job)


def few_items(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether it gave fewer items than the limit."""
    found, limit = items_of(job), rule.limit or 0
    text = f"{found:,} items; the limit is {limit:,.0f}."
    return _whole(job, Verdict(is_bad=found < limit, text=text, job=job))


def fewer_items(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether it gave fewer items than usual."""
    before = Job.objects.filter(
        spider=job.spider, state=Job.State.FINISHED, pk__lt=job.pk
    ).order_by("-pk")[: rule.jobs]
    usual = median(map(items_of, before)) if before else 0
    if not usual:
        return None
    found = items_of(job)
    less = 100 * (usual - found) / usual
    text = f"{found:,} items, where {usual:,.0f} are usual (the middle of {len(before)} jobs)."
    return _whole(job, Verdict(is_bad=less > (rule.limit or 0), text=text, job=job))


def coverage(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether a field is filled less often than usual."""
    fallen, compared = [], False
    for row in Coverage.objects.filter(job=job, items__gt=0).select_related("job"):
        usual = earlier(row, rule.jobs) if _is_meant(rule, row.kind) else []
        for field, (now, before) in (drops(row, usual) if usual else {}).items():
            if rule.field and field != rule.field:
                continue
            compared = True
            if before - now > (rule.limit or 0):
                kind = row.kind.rpartition(".")[2]
                fallen.append(f"{kind}.{field} {now:.0f} % (usual: {before:.0f} %)")
    if not compared:
        return None
    more = f" and {len(fallen) - MOST_NAMED} more" if len(fallen) > MOST_NAMED else ""
    said = ", ".join(fallen[:MOST_NAMED])
    text = f"Filled less often: {said}{more}." if fallen else "All fields are filled as usual."
    return _whole(job, Verdict(is_bad=bool(fallen), text=text, job=job))


def _is_meant(rule: Rule, kind: str) -> bool:
    """Say whether a rule is about a kind: named with its app or without, in any case."""
    meant = rule.kind.strip().lower()
    return not meant or meant in {kind.lower(), kind.rpartition(".")[2].lower()}


def errors(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether too many pages failed."""
    return _share(rule, job, job.errors, job.errors + job.pages, "pages failed")


def rejections(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether too many items were rejected."""
    sent = items_of(job) + job.items_rejected
    return _share(rule, job, job.items_rejected, sent, "items were rejected")


def _share(rule: Rule, job: Job, part: int, whole: int, what: str) -> Verdict | None:
    if not whole:
        return None
    share = 100 * part / whole
    text = f"{part:,} of {whole:,} {what} ({share:.1f} %); the limit is {rule.limit or 0:g} %."
    return Verdict(is_bad=share > (rule.limit or 0), text=text, job=job)


def duration(rule: Rule, job: Job) -> Verdict | None:
    """Judge whether it took too long."""
    if job.ended is None:
        return None
    minutes = (job.ended - job.started).total_seconds() / 60
    text = f"It took {minutes:,.1f} minutes; the limit is {rule.limit or 0:g}."
    return Verdict(is_bad=minutes > (rule.limit or 0), text=text, job=job)


def _whole(job: Job, verdict: Verdict) -> Verdict | None:
    """Let go what a job says that was ended by a person: it had no time for more."""
    return None if job.state == Job.State.CANCELLED else verdict


JOB_CHECKS: dict[str, JobCheck] = {
    Rule.Check.FAILED: failed,
    Rule.Check.FEW_ITEMS: few_items,
    Rule.Check.FEWER_ITEMS: fewer_items,
    Rule.Check.COVERAGE: coverage,
    Rule.Check.ERRORS: errors,
    Rule.Check.REJECTIONS: rejections,
    Rule.Check.DURATION: duration,
}
