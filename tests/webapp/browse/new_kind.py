"""A kind nobody knew of, made on the fly, and every page of it: run in a process of its own.

Prints what its pages say as JSON.
"""

import json

import django

django.setup()

from typing import ClassVar  # noqa: E402 -- after django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from webapp.catalog.browse.addresses import row_url  # noqa: E402
from webapp.catalog.browse.searchindex import ensure  # noqa: E402
from webapp.catalog.models import Category, Record, Tag  # noqa: E402
from webapp.crawls.models import Job  # noqa: E402


class Gadget(Record):
    """One field of every sort."""

    NATURAL_KEY: ClassVar[str] = "code"

    code = models.CharField(max_length=100, unique=True)
    colour = models.CharField(max_length=10, choices=[("r", "Red"), ("b", "Blue")])
    weight = models.FloatField(null=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    parts = models.IntegerField(default=0)
    sold = models.BooleanField(default=False)
    made = models.DateField(null=True)
    manual_url = models.URLField(blank=True)
    notes = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    shelf = models.ForeignKey(Category, on_delete=models.PROTECT, null=True)
    labels = models.ManyToManyField(Tag, blank=True)

    class Meta:
        app_label = "catalog"

    def __str__(self):
        return self.code


def made():
    """Make the table and two rows."""
    with connection.schema_editor() as editor:
        editor.create_model(Gadget)
    ensure(Gadget)
    shelf, label = Category.objects.create(name="Tools"), Tag.objects.create(name="new")
    job = Job.objects.create(spider="gadgets", state="finished", exit_code=0)
    first = Gadget.objects.create(
        job=job, code="G/1", colour="r", weight=float("1.5"), price="9.99", parts=3, sold=True,
        made="2026-01-02", manual_url="https://x.example/m.pdf", notes="A hammer.",
        data={"a": [1]}, shelf=shelf,
    )  # fmt: skip
    first.labels.add(label)
    Gadget.objects.create(job=job, code="G/2", colour="b", notes="A saw.")
    return first


def main():
    setup_test_environment()
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    first = made()
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    said = {}
    for name in Gadget._meta.get_fields():
        if name.concrete and name.name not in {"id", "content_hash"}:
            pages = [
                client.get("/gadgets/", {"sort": name.name}),
                client.get("/gadgets/", {"column": ["code", name.name]}),
            ]
            said[name.name] = [page.status_code for page in pages]
    queries = ["q=hammer", "colour=r", "weight__gte=1", "price__lte=10", "parts=3", "sold=1"]
    queries += ["made=2026-01-02", "shelf=Tools", "labels=new", "job=1", "notes__isnull=0"]
    rows = {
        query: str(client.get(f"/gadgets/?{query}").context["listing"].count) for query in queries
    }
    item = client.get(row_url(first)).content.decode()
    exports = {
        ending: len(b"".join(client.get(f"/gadgets.{ending}").streaming_content)) > 50
        for ending in ("csv", "json", "ndjson", "parquet", "xlsx")
    }
    facets = client.get("/gadgets/").context["listing"].facets
    print(
        json.dumps(
            {
                "fields": said,
                "rows": rows,
                "exports": exports,
                "facets": [facet.column.name for facet in facets],
                "item": [text in item for text in ("Red", "A hammer.", "9.99", "Tools", "new")],
                "home": "/gadgets/" in client.get("/").content.decode(),
                "job": "gadgets" in client.get(f"/jobs/{first.job_id}/").content.decode(),
            }
        )
    )


main()
