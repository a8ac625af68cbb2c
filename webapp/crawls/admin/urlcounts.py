"""What became of a job's URLs, as a table whose sum is all of them."""

from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webapp.crawls.admin.links import to_list
from webapp.crawls.fates import meaning
from webapp.crawls.models import Job, Visit


def url_counts(job: Job) -> SafeString | str:
    """Count a job's URLs by state and fate, each linked to its list."""
    rows = Visit.objects.filter(job=job).order_by()
    found = list(rows.values_list("state", "fate").annotate(n=Count("pk")).order_by("state", "-n"))
    if not found:
        return "none are kept"
    lines = ((state, fate or "-", _link(job, state, fate, n), meaning(fate))
             for state, fate, n in found)  # fmt: skip
    body = format_html_join(
        "", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>', lines
    )
    total = to_list(Visit, f"{sum(n for *_, n in found):,}", job__id__exact=job.pk)
    last = format_html('<tr><th scope="row">all</th><td></td><td>{}</td><td></td></tr>', total)
    return format_html('<table class="figures">{}{}</table>', body, last)


def _link(job: Job, state: str, fate: str, count: int) -> SafeString:
    query = {"job__id__exact": job.pk, "state__exact": state}
    return to_list(Visit, f"{count:,}", **query | ({"fate": fate} if fate else {}))
