"""Rows of every table the admin shows."""

import json

from django.contrib.auth.models import User
from django.utils import timezone

from tests.webapp.kindrows import row_of
from webapp.accounts.models import Token
from webapp.catalog.kinds import kinds
from webapp.catalog.models import Author, Book, Category, Change, Page, Quote, SavedView, Tag
from webapp.crawls.models import (
    Alert,
    Channel,
    Coverage,
    Delivery,
    Egg,
    HostLease,
    Job,
    Node,
    Rejection,
    Rule,
    Schedule,
    ScheduledRun,
    Spider,
    Task,
    Visit,
    Worker,
)

MODELS = (
    Job,
    Worker,
    HostLease,
    Visit,
    Rejection,
    Node,
    Egg,
    Spider,
    Schedule,
    ScheduledRun,
    Coverage,
    Task,
    Rule,
    Channel,
    Alert,
    Delivery,
    *kinds(),
    Change,
    Token,
    SavedView,
)
BY_HAND = {Book, Category, Author, Quote, Tag, Page}  # tests know their values


def name_of(model):
    return model._meta.label_lower.replace(".", "_")


def fill(number=1, text="text", start=0, url=None):
    """Make rows of every model that point at each other; every text field says `text`."""
    for n in range(start, start + number):
        url_here = f"http://example.org/{n}" if url is None else f"{url}{n}"
        _fill_one(n, f"{text}{n}", url_here)


def _fill_one(n, text, url):
    job = _job(text)
    _crawl(job, text, url, n)
    _operate(job, text, url)
    _aftercare(job, text)
    book = _book(job, text, url)
    author = Author.objects.create(
        job=job, name=text[:200], url=url, born_place=text[:300], biography=text
    )
    quote = Quote.objects.create(job=job, key=f"key {n}", url=url, text=text, author=author)
    quote.tags.add(Tag.objects.create(name=text[:200]))
    _page(job, text, url)
    made = {}
    for model in kinds():
        if model not in BY_HAND:
            row_of(model, job, text, url, made)
    _token(text, n)
    values = {"key": text[:2000], "field": text[:100], "old": text, "new": f"{text}!"}
    Change.objects.create(kind="catalog.Book", record_id=book.pk, job=job, **values)
    raw = json.dumps({text: [text, url]})
    names = {"kind": text[:100], "field": text[:100]}
    Rejection.objects.create(job=job, url=url, reason=text[:500], raw=raw, **names)


def _job(text):
    return Job.objects.create(
        jobid=text[:64],
        spider=text[:100],
        arguments={text: text},
        state=Job.State.FINISHED,
        ended=timezone.now(),
        finish_reason=text[:100],
        exit_code=3,
        stats={text: text, "list": [text], "none": None, "number": 1.5, "flag": True},
        version=text[:100],
        host=text[:255],
    )


def _crawl(job, text, url, n):
    worker = Worker.objects.create(
        job=job, host=text[:255], pid=n, born=1.5, finish_reason=text[:100], stats={text: text}
    )
    HostLease.objects.create(job=job, host=text[:255], worker=worker, done=3, failed=1)
    Visit.objects.create(
        job=job,
        fingerprint=text[:80],
        url=url,
        payload=json.dumps({text: text}),
        rank=1_700_000_000_000_000 + n,
        parent=text[:80],
        host=text[:255],
        state=Visit.State.FAILED,
        fate=text[:40],
        text=text,
        seconds=0.5,
    )


def _operate(job, text, url):
    Node.objects.create(
        name=text[:255], address=url[:200], host=text[:255], pid=1, born=1.5, capacity=4
    )
    Egg.objects.create(
        project=text[:100],
        version=text[:100],
        state=Egg.State.REFUSED,
        size=3,
        content=b"egg",
        migrations={text: text},
        error=text,
    )
    Spider.objects.create(
        project=text[:100],
        name=text[:100],
        summary=text,
        arguments=[{"name": text, "help": text, "required": True, "default": text}],
        declares=True,
    )
    schedule = Schedule.objects.create(
        name=text[:100], spider=text[:100], arguments={text: text}, cron="0 3 * * *"
    )
    ScheduledRun.objects.create(
        schedule=schedule, due=timezone.now(), outcome="started", job=job, text=text[:500]
    )


def _aftercare(job, text):
    Coverage.objects.create(job=job, kind=text[:100], items=3, filled={text: 2})
    Task.objects.create(key=text[:200], name=text[:100], arguments=[text], error=text[:500])
    rule = Rule.objects.create(name=text[:100], spider=text[:100], limit=1.5, field=text[:100])
    channel = Channel.objects.create(name=text[:100], mail_to=text[:1000])
    rule.channels.add(channel)
    alert = Alert.objects.create(rule=rule, subject=text[:100], text=text[:500], job=job)
    Delivery.objects.create(alert=alert, channel=channel, event="opened", error=text[:500])


def _book(job, text, url):
    return Book.objects.create(
        job=job,
        upc=text[:64],
        url=url,
        title=text[:500],
        price="9.50",
        currency=text[:3],
        availability=text[:200],
        description=text,
        image_url=url,
        category=Category.objects.create(name=text[:200]),
    )


def _token(text, n):
    user, _ = User.objects.get_or_create(username="owner")
    begin = f"spidersilk_{n}"
    SavedView.objects.create(name=text[:100], owner=user, kind=text[:100], query=text[:4000])
    Token.objects.create(name=text[:100], user=user, begin=begin, digest=f"{n}", scopes=["items"])


def _page(job, text, url):
    return Page.objects.create(
        job=job,
        url=url,
        title=text[:1000],
        h1=text[:1000],
        description=text,
        language=text[:35],
        text=text,
        status=200,
        depth=0,
        links=[url, text],
    )
