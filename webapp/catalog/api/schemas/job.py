"""Crawls."""

from datetime import datetime
from typing import Any

from ninja import Schema


class JobOut(Schema):
    """One crawl and its figures."""

    id: int
    jobid: str
    spider: str
    arguments: Any
    state: str
    started: datetime
    ended: datetime | None
    finish_reason: str
    exit_code: int | None
    pages: int
    items_created: int
    items_updated: int
    items_unchanged: int
    items_rejected: int
    items_duplicate: int
    errors: int
    page: str


class Jobs(Schema):
    """A page of jobs, newest first, and where the next one is."""

    jobs: list[JobOut]
    next: str | None
