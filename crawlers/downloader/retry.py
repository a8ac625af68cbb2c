"""Retries that wait: as long as the host asks, else longer each time."""

import logging
import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response

from crawlers.downloader.closing import sleep_unless_closing
from crawlers.downloader.errors import RetryAfterTooLongError

if TYPE_CHECKING:
    from typing import Self

    from crawlers.downloader.downloader import PoliteDownloader

logger = logging.getLogger(__name__)

# RFC 9110 §10.2.3 gives Retry-After a meaning for 503, RFC 6585 §4 for 429.
_ASKS_TO_WAIT = {429, 503}


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, after a pause.

    Retry-After silences the host for everybody; any other error delays this request only, since
    one broken page says nothing of its neighbours.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Self":
        middleware = super().from_crawler(crawler)
        # Sent before the downloader turns to the host's next request; process_response is later.
        crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        settings = crawler.settings
        middleware.retry_after_max = settings.getfloat("RETRY_AFTER_MAX")
        middleware.backoff = settings.getfloat("RETRY_BACKOFF")
        middleware.backoff_max = settings.getfloat("RETRY_BACKOFF_MAX")
        return middleware

    retry_after_max: float = 120
    backoff: float = 1
    backoff_max: float = 30

    # The manager awaits what is a coroutine; Scrapy's own happens not to be one.
    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        asked = retry_after(response)
        if asked and not request.meta.get("dont_retry", False):
            self._check(response, asked)
        result = super().process_response(request, response)
        if isinstance(result, Request) and not asked:
            await self._wait(result)
        return result

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            await self._wait(result)
        return result

    def response_downloaded(self, response: Response, request: Request) -> None:
        seconds = retry_after(response)
        if not seconds or seconds > self.retry_after_max:
            return
        self.crawler.stats.inc_value("retry/retry_after")
        logger.info("Retry-After: %s is paused for %.0f s.", response.url, seconds)
        engine = self.crawler.engine
        assert engine is not None
        cast("PoliteDownloader", engine.downloader).pause(request, seconds)

    def _check(self, response: Response, seconds: float) -> None:
        if seconds > self.retry_after_max:
            self.crawler.stats.inc_value("retry/retry_after_too_long")
            raise RetryAfterTooLongError(
                f"{response.url} asks us to stay away for {seconds:.0f} s, "
                f"longer than RETRY_AFTER_MAX ({self.retry_after_max:.0f} s)."
            )

    async def _wait(self, retry: Request) -> None:
        longest = min(self.backoff_max, self.backoff * 2 ** (retry.meta["retry_times"] - 1))
        # Full jitter above a half: pages that failed together do not come back together.
        await sleep_unless_closing(self.crawler, random.uniform(longest / 2, longest))  # noqa: S311


def retry_after(response: Response) -> float | None:
    """Read Retry-After in seconds (RFC 9110 §10.2.3: a number of seconds or a date)."""
    header = response.headers.get("Retry-After")
    if response.status not in _ASKS_TO_WAIT or header is None:
        return None
    text = header.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
