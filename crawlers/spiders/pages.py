"""Any site: every HTML page that can be reached from the start addresses on the same host."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from typing import Any, ClassVar, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response

from crawlers.arguments import LIMIT, Argument, natural_int, pattern, positive_int, web_url
from crawlers.fields import documents
from crawlers.items import PageItem
from crawlers.spider import SiteSpider
from crawlers.urls import canonical, is_file, is_trap, resolve, site

MOST_LINKS: Final = 5_000  # different links of one page that are read

_LINKS: Final = (
    "a::attr(href), area::attr(href), frame::attr(src), iframe::attr(src), "
    "link[rel~=next]::attr(href), link[rel~=prev]::attr(href)"
)


def addresses(text: str) -> tuple[str, ...]:
    """Read one or several addresses, separated by whitespace or commas."""
    urls = tuple(web_url(url) for url in re.split(r"\s*,\s*(?=https?:)|\s+", text.strip()))
    for url in urls:
        canonical(url)
    return urls


class PagesSpider(SiteSpider):
    """Reads what every page has: title, heading, description, language, visible text, links.

    Same host means same host and port; `www.` makes no difference. A page is asked for as it was
    linked, once for each canonical URL. A `link rel=canonical` is not believed: a wrong one would
    silently merge pages. A page whose robots meta or X-Robots-Tag says nofollow is kept, its links
    are not followed; rel=nofollow on a link is about endorsement and is followed.
    """

    name = "pages"
    arguments = (
        Argument(
            name="url",
            parse=addresses,
            required=True,
            help="where to start: one or more addresses",
        ),
        Argument(name="allow", parse=pattern, help="follow only URLs in which this is found"),
        Argument(name="deny", parse=pattern, help="do not follow URLs in which this is found"),
        Argument(name="depth", parse=natural_int, default=20, help="most links from the start"),
        Argument(name="pages", parse=positive_int, default=10_000, help="most pages asked for"),
        Argument(name="subdomains", parse=natural_int, default=0, help="1: subdomains as well"),
        LIMIT,
    )
    # Nearest first: else a page first met on a long way round would lie beyond the depth.
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "DEPTH_PRIORITY": 1,
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "REQUEST_FINGERPRINTER_CLASS": "crawlers.fingerprint.CanonicalFingerprinter",
    }

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.start_urls = list(self.args["url"])
        self._sites = {_bare(site(canonical(url))) for url in self.start_urls}
        # OffsiteMiddleware cannot name an IPv6 address.
        named = not any(host.startswith("[") for host in self._sites)
        self.allowed_domains = sorted({h.partition(":")[0] for h in self._sites if named})
        self._seen: dict[int, bool] = {}  # hash of a canonical URL → has it been read?
        self._has_more = False
        self._stats: Any = None  # of a running crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.end_crawl, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        self._stats = self.crawler.stats
        for url in self.start_urls:
            if self._is_new(canonical(url)):
                yield Request(url, self.parse, meta={"allow_offsite": True})

    def remember(self, visits: Iterable[tuple[str, bool]]) -> None:
        """Learn of the URLs of an earlier run, and whether each was read."""
        for url, was_read in visits:
            with suppress(ValueError):
                key = hash(canonical(url))
                self._seen[key] = was_read or self._seen.get(key, False)

    def parse(self, response: Response) -> Iterator[PageItem | Request]:
        key, fault = self._identify(response)
        if fault or not isinstance(response, HtmlResponse):
            self._count(fault)
            return
        self._seen[hash(key)] = True
        # Read from a copy: the response lives until its items are stored, its tree need not.
        page = documents.without_broken_base(response.copy())
        links = self._links(page)
        metas = documents.metas(page)
        item = _read(page, key, metas)
        item.links = sorted(links.keys() - {key})
        del page
        if not item.text:
            self._count("no_text")
        yield item
        if documents.is_nofollow(response, metas):
            self._count("nofollow")
        elif item.depth >= self.args["depth"]:
            self._count("at_depth_limit")
        else:
            yield from self._follow(links)

    def _identify(self, response: Response) -> tuple[str, str]:
        """Return the page's canonical URL and, where it is not to be read, why not."""
        if not documents.is_html(response):
            return "", "not_html"
        try:
            key = canonical(response.url)
        except ValueError:
            return "", "url_too_long"
        if not self._is_on_site(key):
            self.logger.info("%s is not on the site of -a url=: not read", response.url)
            return key, "other_site"
        return key, "met_again" if self._seen.get(hash(key)) else ""

    def _links(self, response: HtmlResponse) -> dict[str, str]:
        """Map canonical URL → URL as written, of this site, in the page's order."""
        hrefs = response.css(_LINKS).getall()
        found: dict[str, str] = {}
        for key, url in resolve(documents.base_url(response), hrefs, response.encoding):
            if self._is_on_site(key):
                found.setdefault(key, url)
            if len(found) >= MOST_LINKS:
                break
        return found

    def _follow(self, links: dict[str, str]) -> Iterator[Request]:
        for key, url in links.items():
            if self._is_wanted(key) and self._is_new(key):
                # A name and password that a page puts into a link are not ours to use.
                yield Request(key if "@" in site(url) else url, self.parse)

    def _is_on_site(self, key: str) -> bool:
        host = _bare(site(key))
        if host in self._sites or not self.args["subdomains"]:
            return host in self._sites
        return any(host.endswith("." + each) for each in self._sites)

    def _is_wanted(self, key: str) -> bool:
        allow, deny = self.args["allow"], self.args["deny"]
        if (allow and not allow.search(key)) or (deny and deny.search(key)):
            return False
        return not is_file(key) and not is_trap(key)

    def _is_new(self, key: str) -> bool:
        if hash(key) in self._seen:
            return False
        if len(self._seen) >= self.args["pages"]:
            self._has_more = True
            return False
        self._seen[hash(key)] = False
        return True

    def end_crawl(self) -> None:
        """Give the crawl the reason `limit` if more was found than could be asked for."""
        if self._has_more:
            raise CloseSpider("limit")

    def _count(self, what: str) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"pages/{what}")


def _read(response: HtmlResponse, key: str, metas: dict[str, str]) -> PageItem:
    shown = documents.visible_text(response)
    return PageItem(
        url=key,
        title=documents.title(response),
        h1=documents.heading(response),
        description=metas.get("description", ""),
        language=documents.language(response),
        text=shown,
        text_hash=blake2b(shown.encode(errors="surrogatepass"), digest_size=16).hexdigest(),
        status=response.status,
        depth=response.meta.get("depth", 0) if response.request else 0,
    )


def _bare(host: str) -> str:
    return host.removeprefix("www.")
