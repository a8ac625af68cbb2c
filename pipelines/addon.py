"""The joint between Scrapy and Django: named in crawlers.settings, never imported there."""

import os
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings


class DjangoAddon:
    """Sets Django up and puts the storing pipeline in place.

    `DJANGO_ENABLED=False` leaves both out: the crawl then runs without a database.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("DJANGO_ENABLED"):
            raise NotConfigured
        return cls()

    def update_settings(self, settings: BaseSettings) -> None:
        """Set Django up, then name the components that need it."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
        import django  # noqa: PLC0415 -- `scrapy list` loads add-ons and needs no Django

        django.setup()
        from pipelines.storage import StoragePipeline  # noqa: PLC0415 -- after django.setup()

        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", StoragePipeline, 800)
