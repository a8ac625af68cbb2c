"""The house's spider: declared arguments, checked before anything is fetched."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.arguments import JOB, LIMIT, RESUME, Argument, read_arguments, web_url
from crawlers.middlewares.accounting import count_failure
from crawlers.stored import NothingStored, Stored


def base_url(home: str) -> Argument:
    """Declare where a spider of one site starts: at home, or at a site of the same shape."""
    return Argument(name="base_url", parse=web_url, default=home, help="the site's first page")


class SiteSpider(scrapy.Spider):
    """Base of every spider here: one site (or one kind of site), one file.

    Arguments given with `-a` are parsed as `arguments` declares and found in `self.args`. A spider
    that declares `base_url` starts there and stays on that host. `self.stored` answers what is
    stored already, so that a crawl need not ask the site for it again.
    """

    arguments: ClassVar[tuple[Argument, ...]] = (LIMIT,)
    stored: Stored = NothingStored()  # with a database the session puts its own here

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        self.args: dict[str, Any] = self.check_arguments(kwargs)
        # scrapyd gives its job id as `_job`.
        super().__init__(name, **{key: kwargs[key] for key in kwargs if key.startswith("_")})
        self.job: str | None = kwargs.get(JOB.name)
        self.resume: str | None = kwargs.get(RESUME.name)
        if base := self.args.get("base_url"):
            self.start_urls = [_first_page(base)]
            self.allowed_domains = [urlsplit(base).hostname or ""]

    def link(self, response: Response, href: str | None) -> str:
        """Return a link's whole address; "" for none, and for one that is broken and counted."""
        try:
            return response.urljoin(href.strip()) if href else ""
        except ValueError:  # http://[
            self._count("links/broken")
            return ""

    def follow(
        self, response: Response, hrefs: Iterable[str], callback: Callable[..., Any], **kwargs: Any
    ) -> Iterator[Request]:
        """Ask for every link of a page; a broken one costs only itself."""
        for href in hrefs:
            try:
                request = response.follow(href, callback, **kwargs)
            except ValueError:
                self._count("links/broken")
            else:
                yield request

    def _count(self, what: str) -> None:
        crawler = getattr(self, "crawler", None)
        # A saved page is read without a crawl, so there are no statistics.
        with suppress(RuntimeError):
            if crawler is not None:
                crawler.stats.inc_value(what)

    def on_failure(self, failure: Failure) -> None:
        """Errback of every request that names none: counts the page with its fate."""
        count_failure(self.crawler, failure)
        failure.raiseException()

    @classmethod
    def check_arguments(cls, given: Mapping[str, str]) -> dict[str, Any]:
        """Parse what was given with -a; raises ArgumentError with one sentence."""
        return read_arguments(cls.name, cls.arguments, given)


def _first_page(address: str) -> str:
    """Add the slash that a folder's address lacks: its links are relative to it."""
    parts = urlsplit(address)
    if "." in parts.path.rpartition("/")[2] or parts.query:
        return address
    return parts._replace(path=parts.path.rstrip("/") + "/").geturl()
