"""`scrapy fetch` without a database."""

from scrapy.commands import fetch

from crawlers.commands.apart import ApartFromDatabase


class Command(ApartFromDatabase, fetch.Command):
    """Scrapy's own."""
