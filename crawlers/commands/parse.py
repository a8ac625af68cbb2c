"""`scrapy parse` without a database."""

from scrapy.commands import parse

from crawlers.commands.apart import ApartFromDatabase


class Command(ApartFromDatabase, parse.Command):
    """Scrapy's own."""
