"""When a row's page was read, and whether the last whole crawl still met it.

Rows that have not changed are not written, so they do not say when they were met last. The ledger
does: each job has a visit of each page. A row has vanished if a later crawl of the same spider,
with the same arguments, was told that its page is not there (404 or 410), or came to every page
there is and did not read it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from typing import Any

from django.db.models import FilteredRelation, Q
from w3lib.url import canonicalize_url

from webapp.crawls.models import Job, Visit

JOBS = 20  # of a spider that are asked
READ = {"stored", "unchanged"}
GONE = {"http_404", "http_410"}
INDEX = re.compile(r"(?<=/)(?:index\.html?|index\.php|default\.html?)\Z")


@dataclass(frozen=True)
class Sighting:
    """What one job knows of a page; no fate: it did not come to it."""

    job: Job
    visit: int | None
    state: str
    fate: str
    at: datetime | None

    @property
    def has_read(self) -> bool:
        return self.state == Visit.State.DONE and self.fate in READ

    @property
    def says_gone(self) -> bool:
        """Whether the page is not there, or the job came to every other without reading it."""
        is_whole = self.job.state == Job.State.FINISHED and self.job.exit_code == 0
        return self.fate in GONE or (is_whole and not self.has_read)


@dataclass(frozen=True)
class Sightings:
    """The last jobs that could have met a row, newest first."""

    every: list[Sighting]

    @property
    def known(self) -> list[Sighting]:
        """Those that came to its page."""
        return [each for each in self.every if each.visit is not None]

    @property
    def last(self) -> Sighting | None:
        """The last that read it."""
        return next((each for each in self.every if each.has_read), None)

    @property
    def vanished(self) -> Sighting | None:
        """The first job that found it gone, after it was read for the last time."""
        last = self.last
        if last is None:
            return None
        later = self.every[: self.every.index(last)]
        like = (each for each in reversed(later) if each.job.arguments == last.job.arguments)
        return next((each for each in like if each.says_gone), None)


def sightings(row: Any) -> Sightings:
    """Ask the last jobs of the spider that wrote a row for its page."""
    url, job = getattr(row, getattr(row, "MET_AT", ""), ""), getattr(row, "job", None)
    if not url or job is None:
        return Sightings([])
    of_page = Q(visits__fingerprint__in=list(_fingerprints(url)))
    jobs = (
        Job.objects.filter(spider=job.spider)
        .annotate(page=FilteredRelation("visits", condition=of_page))
        .values_list("pk", "page__pk", "page__state", "page__fate", "page__last", named=False)
        .order_by("-started", "-pk")[:JOBS]
    )
    found = list(jobs)
    known = Job.objects.defer("stats").in_bulk([pk for pk, *_ in found])
    return Sightings(
        [
            Sighting(known[pk], visit, state or "", fate or "", at)
            for pk, visit, state, fate, at in found
            if pk in known
        ]
    )


def _fingerprints(url: str) -> Iterator[str]:
    """Yield what the ledger may call a page: by Scrapy's fingerprint, or by its canonical URL.

    The crawler is not asked, the site does not know it: a test compares the two.
    """
    plain = url.partition("#")[0]
    for name in {plain, INDEX.sub("", plain)}:
        request = {"method": "GET", "url": canonicalize_url(name), "body": "", "headers": {}}
        for said in (name, json.dumps(request, sort_keys=True)):
            yield sha1(said.encode(), usedforsecurity=False).hexdigest()
