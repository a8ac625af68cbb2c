"""Every page that there is: of the site for what is stored, and of the admin."""

from urllib.parse import quote, urlencode

from tests.webapp.rows import MODELS, name_of
from webapp.catalog.browse.addresses import row_url
from webapp.catalog.browse.kind import browsable
from webapp.charts.kindcharts import charts_of
from webapp.crawls.models import Job


def site_pages(rows, texts=()):
    """Yield the addresses of pages: all sorts of them, and of so many rows of each kind."""
    yield from ("/", "/jobs/", "/charts/", "/charts/jobs/timeline/", "/views/", "/api/")
    yield from (row_url(job) for job in Job.objects.order_by("pk")[:rows])
    for kind in browsable():
        yield f"/{kind.slug}/"
        yield f"/charts/{kind.slug}/"
        yield from (f"/charts/{kind.slug}/{name}/" for name in charts_of(kind.model))
        yield from (row_url(row) for row in kind.model.objects.order_by("pk")[:rows])
        yield from (
            f"/{kind.slug}/?{urlencode(asked(texts, n))}" for n in range(len(texts[:rows]))
        )
    for text in texts[:rows]:
        yield f"/jobs/?{urlencode({'spider': text, 'before': text})}"
        yield f"/charts/jobs/timeline/?{urlencode({'spider': text, 'state': text})}"


def asked(texts, n):
    """Return a view that is asked for with texts everywhere."""
    first, second, third = (texts[(n + step) % len(texts)] for step in range(3))
    return {"q": first, "sort": second, "column": first, "after": third, "price": second, third: 1}


def files(charts):
    """Yield the addresses of files: exports, feeds, answers of the API, charts of each kind."""
    yield from ("/charts/jobs/timeline.csv", "/charts/jobs/timeline.json", "/api/openapi.json")
    for kind in browsable():
        yield from (
            f"/{kind.slug}.{form}" for form in ("csv", "json", "ndjson", "parquet", "xlsx")
        )
        yield from (f"/feeds/{kind.slug}/", f"/api/kinds/{kind.slug}/items")
        for name in list(charts_of(kind.model))[:charts]:
            yield from (f"/charts/{kind.slug}/{name}.{form}" for form in ("csv", "json"))


def admin_pages(rows, texts=()):
    """Yield the addresses of every list and form, and of so many rows of each model."""
    yield "/admin/"
    yield "/admin/password_change/"
    for n, model in enumerate(MODELS):
        at = f"/admin/{name_of(model).replace('_', '/', 1)}/"
        yield at
        yield f"{at}add/"
        yield from (f"{at}?{urlencode({'q': text, 'o': text})}" for text in texts[:rows])
        # Other rows of each model, so that few rows show all texts.
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for key in (keys[n % len(keys) :] + keys)[: min(rows, len(keys))]:
            yield from (f"{at}{key}/{page}/" for page in ("change", "history", "delete"))
    yield from running_pages(rows, texts)


def running_pages(rows, texts=()):
    """Yield the pages that run, end and read jobs."""
    at = "/admin/crawls/job/"
    yield from (f"{at}run/", f"{at}run/?project=default&spider=books")
    for text in texts[:rows]:
        yield f"{at}run/?{urlencode({'q': text})}"
        yield f"{at}run/?{urlencode({'project': text, 'spider': text, 'version': text})}"
    for job in Job.objects.order_by("pk")[:rows]:
        yield from (f"{at}{job.pk}/log/", f"{at}{job.pk}/kill/", f"{at}run/?again={job.pk}")
        yield from (f"{at}{job.pk}/log/?{urlencode({'q': text})}" for text in texts[:rows])


def unknown_pages(texts):
    """Yield addresses that are not there, with texts in them."""
    for text in texts:
        yield from (f"/{quote(text)}/", f"/books/{quote(text, safe='')}/")
        yield from (f"/charts/books/{quote(text, safe='')}/", f"/admin/{quote(text)}/")
        yield f"/books.{quote(text, safe='')}"
