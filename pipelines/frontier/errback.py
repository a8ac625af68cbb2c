"""Hears of every request that fails, whoever watches it."""

from typing import Any

from scrapy.crawler import Crawler
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from pipelines.frontier.page import CURRENT, Page
from pipelines.ledger import visits


class Errback:
    """Stands before a request's own errback: notes the fate, then calls it.

    LEDGER_FATES names the function that turns an exception into a state and a fate.
    """

    def __init__(self, crawler: Crawler, page: Page, inner: Any) -> None:
        self._verdict = load_object(crawler.settings["LEDGER_FATES"])
        self._page = page
        self.inner = inner

    def __call__(self, failure: Failure) -> Any:
        error = failure.value
        state, fate = self._verdict(error)
        page = self._page
        if state == visits.PENDING:  # the crawl ended first: it was not sent
            page.end.sent = False
            page.ended(state, "")
        else:
            page.ended(state, fate, f"{type(error).__name__}: {error}")
        page.is_collecting = False
        CURRENT.set(page)
        if self.inner is None:
            failure.raiseException()
        return self.inner(failure)


def plain_errback(errback: Any) -> Any:
    """Return the errback that the spider gave: a copied request has ours."""
    while isinstance(errback, Errback):
        errback = errback.inner
    return errback
