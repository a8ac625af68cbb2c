"""`scrapy view` without a database."""

from scrapy.commands import view

from crawlers.commands.apart import ApartFromDatabase


class Command(ApartFromDatabase, view.Command):
    """Scrapy's own."""
