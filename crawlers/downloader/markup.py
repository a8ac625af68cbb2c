"""Markup that would cost more to read than its bytes say is refused unread.

Measured with lxml 6.1: a page of 16 MiB takes 2.5 GB and 25 s as 4 million elements; one element
of 40,000 attributes takes 12 s (libxml2 compares each with all others), of a million for ever.
"""

import re
from typing import Final

from scrapy.http import Response, TextResponse

from crawlers.downloader.errors import TooLargeError

# Some 35 MB of tree; a manual of 1 MB on one page has some 40,000.
TAGS_MAX: Final = 100_000
ATTRIBUTES_MAX: Final = 2_000  # of one element, if its tag is a long one
_LONG_TAG: Final = 8_192  # bytes; a shorter tag has not enough attributes to cost anything
_CHEAP_PAGE: Final = 65_536  # bytes; even one tag of this length is read in 1.5 s
_TAG: Final = re.compile(rb"""<[A-Za-z](?:[^<>"']|"[^"]*+"|'[^']*+'|["'])*+""")
_QUOTED: Final = re.compile(rb""""[^"]*"|'[^']*'""")
_NAME: Final = re.compile(rb"[^\s/=]+")


def check_markup(response: Response) -> None:
    """Raise TooLargeError for too many elements, or too many attributes of one element."""
    body = response.body
    if len(body) <= _CHEAP_PAGE or not isinstance(response, TextResponse):
        return
    if len(body) > TAGS_MAX and (tags := body.count(b"<")) > TAGS_MAX:
        raise TooLargeError(f"{response.url} has {tags} tags; {TAGS_MAX} are read.")
    for tag in _TAG.finditer(body):
        if tag.end() - tag.start() > _LONG_TAG and _attributes(tag[0]) > ATTRIBUTES_MAX:
            raise TooLargeError(f"{response.url} has a tag of over {ATTRIBUTES_MAX} attributes.")


def _attributes(tag: bytes) -> int:
    return len(_NAME.findall(_QUOTED.sub(b"", tag)))
