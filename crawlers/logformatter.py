"""What the log says of items, and in which characters."""

import logging
import re
from typing import Any

from scrapy import logformatter
from scrapy.crawler import Crawler

# C0 and C1 control characters but tab and newline: a terminal may take them as orders.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class PlainFormatter(logging.Formatter):
    """Writes control characters from the web as hex digits, so that no terminal obeys them."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", self._inner.format(record))


class LogFormatter(logformatter.LogFormatter):
    """Names a dropped item by its page and reason: its text may be as long as a page."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "LogFormatter":
        for handler in logging.root.handlers:
            if handler.formatter and not isinstance(handler.formatter, PlainFormatter):
                handler.setFormatter(PlainFormatter(handler.formatter))
        return cls()

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        """Return the log entry of a dropped item."""
        entry = super().dropped(item, exception, response, spider)
        where = getattr(item, "url", None) or (response.url if response is not None else "start()")
        entry["msg"] = "Dropped: %(exception)s (%(where)s)"
        entry["args"] = {"exception": exception, "where": where}
        return entry
