"""HTTP Basic credentials that stay with their host."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpauth import HttpAuthMiddleware
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached


class BoundAuthMiddleware(HttpAuthMiddleware):
    """Scrapy's, which knows two ways of giving credentials to every host: both are closed."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        given = settings.get("HTTPAUTH_USER") or settings.get("HTTPAUTH_PASS")
        if given and not settings.get("HTTPAUTH_DOMAIN"):
            raise ValueError("HTTPAUTH_DOMAIN must name the host that HTTPAUTH_USER is for.")
        return super().from_crawler(crawler)

    def process_request(self, request: Request) -> Request | Response | None:  # type: ignore[override]
        meta = request.meta
        if (meta.get("http_user") or meta.get("http_pass")) and not meta.get("http_auth_domain"):
            # A redirect copies meta: the domain has to travel with the password. Scrapy compares
            # it with host and port.
            meta["http_auth_domain"] = urlparse_cached(request).netloc.rpartition("@")[2]
        return super().process_request(request)
