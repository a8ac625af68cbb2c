"""What every HTML page says about itself, whatever it is about: response → text."""

import re
from typing import Any, Final

from scrapy.http import HtmlResponse, Response

from crawlers.fields.texts import text

LONGEST_TEXT: Final = 250_000  # characters of visible text that are kept

# What servers send as text/html and is none: PDF, zip, PNG, GIF, JPEG, gzip.
_BINARY: Final = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b")
_BASE: Final = re.compile(rb"<base\b[^>]*>?", re.IGNORECASE)
_NOFOLLOW: Final = re.compile(r"\b(?:nofollow|none)\b", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,3}")


def is_html(response: Response) -> bool:
    """Tell an HTML page from everything else, by its header and its first bytes."""
    return isinstance(response, HtmlResponse) and not response.body.startswith(_BINARY)


def title(response: Response) -> str:
    """Read the page's title, not that of a drawing in it."""
    return text(response.css(":not(svg) > title::text").get())


def heading(response: Response) -> str:
    """Read the first h1."""
    return text("".join(response.css("h1")[:1].css("*::text").getall()))


def visible_text(response: HtmlResponse) -> str:
    """Read what a browser would show, a line for each block, at most 250,000 characters.

    What lies deeper than some 2,000 nested elements is not there: libxml2 stops reading.
    """
    import html_text  # noqa: PLC0415 -- `scrapy list` needs no HTML cleaner

    body = response.selector.root.find("body")
    if body is None:
        return ""
    if len(response.body) > 8 * LONGEST_TEXT:
        _cut_long_texts(body)
    return str(html_text.extract_text(body))[:LONGEST_TEXT].rstrip()


def _cut_long_texts(tree: Any) -> None:
    """Cut what will not be kept anyway: 16 MiB of words cost html_text 400 MB."""
    for element in tree.iter():
        if element.text and len(element.text) > LONGEST_TEXT:
            element.text = element.text[:LONGEST_TEXT]
        if element.tail and len(element.tail) > LONGEST_TEXT:
            element.tail = element.tail[:LONGEST_TEXT]


def metas(response: Response) -> dict[str, str]:
    """Map name, in lower case, → content of the meta elements; of one name the first counts."""
    found: dict[str, str] = {}
    for meta in response.css("meta[name]"):
        found.setdefault(meta.attrib["name"].strip().lower(), text(meta.attrib.get("content")))
    return found


def is_nofollow(response: Response, metas: dict[str, str]) -> bool:
    """Tell whether robots meta or X-Robots-Tag ask not to follow the page's links."""
    return bool(_NOFOLLOW.search(f"{metas.get('robots', '')},{header(response, 'X-Robots-Tag')}"))


def language(response: Response) -> str:
    """Read the page's language tag (BCP 47): html lang, else the header Content-Language."""
    html = response.css("html").attrib
    for said in (html.get("lang"), html.get("xml:lang"), header(response, "Content-Language")):
        if said and _LANGUAGE.fullmatch(said.strip()):
            return said.strip()
    return ""


def header(response: Response, name: str) -> str:
    """Read a response header; several of one name are joined by commas; none → ""."""
    return b",".join(response.headers.getlist(name)).decode("latin-1")


def without_broken_base(response: HtmlResponse) -> HtmlResponse:
    """Drop a base element that is no URL ("http://["): Scrapy cannot select in such a page."""
    try:
        response.urljoin("")
    except ValueError:
        return response.replace(body=_BASE.sub(b"", response.body))
    return response


def base_url(response: Response) -> str:
    """Return what the page's links are relative to: no `javascript:`, as in browsers."""
    base = response.urljoin("")
    return base if base.startswith(("http://", "https://")) else response.url
