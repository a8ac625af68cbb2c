"""Addresses of a repository's pages.

cgit writes them as a path (`/a.git/log/`) or, without a virtual root, as a parameter
(`cgit.cgi?url=a.git/log/`).
"""

from urllib.parse import urlencode, urlsplit

from scrapy.http import TextResponse

from crawlers.urls import canonical


def address(response: TextResponse, href: str | None) -> str:
    """Return a link's canonical URL; "" for none, and for one that names no page."""
    try:
        return canonical(response.urljoin(href.strip())) if href else ""
    except ValueError:
        return ""


def page_of(summary: str, page: str, **query: str) -> str:
    """Return the canonical address of a page (log, tree, commit) of a repository.

    `summary` is its canonical one: a path that ends in a slash, or a parameter that ends in its
    encoding.
    """
    parts = urlsplit(summary)
    slash, encoded = ("%2F", page.replace("/", "%2F")) if parts.query else ("/", page)
    whole = summary.removesuffix(slash) + slash + encoded + slash
    if query:
        whole += ("&" if parts.query else "?") + urlencode(query, safe=".")
    return canonical(whole)


def folder_of(summary: str, url: str) -> str:
    """Return the part of a folder's canonical address that names it; "" if it is none of this."""
    tree = page_of(summary, "tree")
    return url.removeprefix(tree) if url.startswith(tree) else ""
