"""The joint between Scrapy and Django: named in crawlers.settings, never imported there."""

import os
from pathlib import Path
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from webapp.kept import kept_secret


class DjangoAddon:
    """Sets Django up and puts the storing pipeline and the ledger in place.

    `DJANGO_ENABLED=False` leaves all out: the crawl then runs without a database.
    `LEDGER_ENABLED=False` leaves Scrapy's own scheduler, and its memory queues, in place.
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

        if not settings.get("EMAIL_SALT"):
            salt = kept_secret(Path(django.conf.settings.VAR_DIR) / "email_salt")
            settings.set("EMAIL_SALT", salt, priority="project")

        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", StoragePipeline, 800)
        if settings.getbool("LEDGER_ENABLED"):
            self._keep_ledger(settings)

    def _keep_ledger(self, settings: BaseSettings) -> None:
        from pipelines.frontier.middleware import PageMiddleware  # noqa: PLC0415 -- as above
        from pipelines.frontier.scheduler import LedgerScheduler  # noqa: PLC0415 -- as above

        settings.set("SCHEDULER", LedgerScheduler, priority="addon")
        # Nearest to the engine: it takes what all the others let through.
        settings.setdefault_in_component_priority_dict("SPIDER_MIDDLEWARES", PageMiddleware, 1)
