"""Operate: what was run, and what became of it."""

from django.apps import AppConfig


class CrawlsConfig(AppConfig):
    name = "webapp.crawls"
    verbose_name = "Crawls"
