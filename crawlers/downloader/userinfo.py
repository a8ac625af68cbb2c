"""`http://user:password@host/`: the password leaves the URL, and goes to that origin only."""

from urllib.parse import unquote

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.url import strip_url
from w3lib.http import basic_auth_header


class UserinfoMiddleware(BaseSpiderMiddleware):
    """Takes user names and passwords out of URLs, before anything logs or stores them.

    Those of a start URL become an Authorization header, sent to its scheme, host and port.
    Those of a link were chosen by the page, and are dropped (RFC 9110 §4.2.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._known: dict[tuple[str, str], bytes] = {}

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        parts = urlparse_cached(request)
        userinfo, at, place = parts.netloc.rpartition("@")
        origin = (parts.scheme, place.lower())
        if at:
            if response is None:
                user, _, password = userinfo.partition(":")
                self._known[origin] = basic_auth_header(unquote(user), unquote(password))
            url = strip_url(request.url, strip_default_port=False, strip_fragment=False)
            request = request.replace(url=url)
        if origin in self._known:
            request.headers.setdefault("Authorization", self._known[origin])
        return request
