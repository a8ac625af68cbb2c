"""The house's spider: declared arguments, checked before anything is fetched."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import scrapy
from scrapy.crawler import Crawler

from crawlers.arguments import LIMIT, Argument, read_arguments


class SiteSpider(scrapy.Spider):
    """Base of every spider here: one site (or one kind of site), one file.

    Arguments given with `-a` are parsed as `arguments` declares and found in `self.args`.
    """

    arguments: ClassVar[tuple[Argument, ...]] = (LIMIT,)

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        self.args: dict[str, Any] = self.check_arguments(kwargs)
        super().__init__(name)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        return super().from_crawler(crawler, *args, **kwargs)

    @classmethod
    def check_arguments(cls, given: Mapping[str, str]) -> dict[str, Any]:
        """Parse what was given with -a; raises ArgumentError with one sentence."""
        return read_arguments(cls.name, cls.arguments, given)
