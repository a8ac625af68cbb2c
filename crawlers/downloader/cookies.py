"""Cookies, each for its own site: the public suffix list comes with us, not from the network."""

from collections.abc import Iterable
from http.cookiejar import Cookie

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Request
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached
from tldextract import TLDExtract

# RFC 6265 §6.1: what a client should be able to hold; more is a way to fill our memory.
COOKIE_MAXSIZE = 4096
COOKIES_PER_DOMAIN = 50

_split = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class LocalCookiesMiddleware(CookiesMiddleware):
    """Scrapy's cookies, with tldextract's bundled list and RFC 6265's limits."""

    def _process_cookies(
        self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request
    ) -> None:
        host = (urlparse_cached(request).hostname or "").lower()
        for cookie in cookies:
            domain = cookie.domain.removeprefix(".")
            if domain and _is_public_suffix(domain):
                # RFC 6265 §5.3 step 5: refused, unless the host is that suffix itself
                if domain != host:
                    continue
                cookie.domain = host
            if len(cookie.name) + len(cookie.value or "") <= COOKIE_MAXSIZE and _room(jar, cookie):
                jar.set_cookie_if_ok(cookie, request)


def _is_public_suffix(domain: str) -> bool:
    return not _split(domain).domain


def _room(jar: CookieJar, cookie: Cookie) -> bool:
    paths = jar._cookies.get(cookie.domain, {})  # noqa: SLF001 -- counting alone would walk all
    held = sum(len(names) for names in paths.values())
    return held < COOKIES_PER_DOMAIN or cookie.name in paths.get(cookie.path, {})
