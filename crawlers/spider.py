"""The house's spider: declared arguments, checked before anything is fetched."""

from collections.abc import Mapping
from typing import Any, ClassVar

import scrapy
from twisted.python.failure import Failure

from crawlers.arguments import LIMIT, Argument, read_arguments
from crawlers.middlewares.accounting import count_failure


class SiteSpider(scrapy.Spider):
    """Base of every spider here: one site (or one kind of site), one file.

    Arguments given with `-a` are parsed as `arguments` declares and found in `self.args`.
    """

    arguments: ClassVar[tuple[Argument, ...]] = (LIMIT,)

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        self.args: dict[str, Any] = self.check_arguments(kwargs)
        # scrapyd gives its job id as `_job`.
        super().__init__(name, **{key: kwargs[key] for key in kwargs if key.startswith("_")})

    def on_failure(self, failure: Failure) -> None:
        """Errback of every request that names none: counts the page with its fate."""
        count_failure(self.crawler, failure)
        failure.raiseException()

    @classmethod
    def check_arguments(cls, given: Mapping[str, str]) -> dict[str, Any]:
        """Parse what was given with -a; raises ArgumentError with one sentence."""
        return read_arguments(cls.name, cls.arguments, given)
