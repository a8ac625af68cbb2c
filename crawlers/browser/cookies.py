"""Cookies that a page's scripts set come back to the crawl's own jar."""

from http.cookiejar import Cookie
from typing import Any

from scrapy.http import Request, Response

from crawlers.browser.order import KEY
from crawlers.downloader.cookies import LocalCookiesMiddleware


class BrowserCookiesMiddleware(LocalCookiesMiddleware):
    """The house's cookies; of a rendered page also those that no header of its answer says."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        result = super().process_response(request, response)
        plain = request.meta.get(KEY)
        if isinstance(plain, dict) and not request.meta.get("dont_merge_cookies"):
            found = [_cookie(each) for each in plain.get("cookies", ())]
            jar = self.jars[request.meta.get("cookiejar")]
            self._process_cookies(found, jar=jar, request=request)
        return result


def _cookie(plain: dict[str, Any]) -> Cookie:
    """Make a cookie of what Chromium says of it (CDP's Cookie)."""
    domain = plain["domain"]
    expires = plain.get("expires", -1)
    return Cookie(
        version=0,
        name=plain["name"],
        value=plain["value"],
        port=None,
        port_specified=False,
        domain=domain,
        domain_specified=domain.startswith("."),
        domain_initial_dot=domain.startswith("."),
        path=plain["path"],
        path_specified=True,
        secure=plain["secure"],
        expires=int(expires) if expires > 0 else None,
        discard=expires <= 0,
        comment=None,
        comment_url=None,
        rest={"HttpOnly": ""} if plain["httpOnly"] else {},
    )
