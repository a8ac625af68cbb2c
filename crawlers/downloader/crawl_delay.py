"""Crawl-delay of robots.txt, honoured up to a cap."""

import logging
import math
from typing import TYPE_CHECKING, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.robotstxt import RobotParser

if TYPE_CHECKING:
    from crawlers.downloader.downloader import PoliteDownloader

logger = logging.getLogger(__name__)


class CrawlDelay:
    """An extension: slows a host down to what its robots.txt asks for."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("CRAWL_DELAY_ENABLED"):
            raise NotConfigured("CRAWL_DELAY_ENABLED is off")
        self._crawler = crawler
        self._most = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        settings = crawler.settings
        self._agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._agent)
        if not asked or math.isnan(asked) or asked <= 0:
            return
        if asked > self._most:
            logger.warning(
                "%s asks for a crawl delay of %.0f s; CRAWL_DELAY_MAX makes it %.0f s.",
                request.url,
                asked,
                self._most,
                extra={"spider": self._crawler.spider},
            )
        engine = self._crawler.engine
        assert engine is not None
        cast("PoliteDownloader", engine.downloader).crawl_delay(request, min(asked, self._most))
