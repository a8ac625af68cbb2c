"""`scrapy shell` without a database."""

from scrapy.commands import shell

from crawlers.commands.apart import ApartFromDatabase


class Command(ApartFromDatabase, shell.Command):
    """Scrapy's own."""
