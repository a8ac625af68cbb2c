"""A link to another site has a fate as well."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares import offsite
from scrapy.exceptions import IgnoreRequest

from crawlers.fates import Fate


class OffsiteMiddleware(offsite.OffsiteMiddleware):
    """Scrapy's own, counting what it drops while scheduling: no errback is called there."""

    def request_scheduled(self, request: Request, spider: Any) -> None:
        try:
            super().request_scheduled(request, spider)
        except IgnoreRequest:
            self.stats.inc_value("pages/refused")
            self.stats.inc_value(f"pages/fate/{Fate.OFFSITE}")
            # With Scrapy's own scheduler nobody keeps a record.
            engine: Any = self.crawler.engine
            refuse = getattr(engine.scheduler, "refuse", None)
            if refuse is not None:
                refuse(request, Fate.OFFSITE)
            raise
