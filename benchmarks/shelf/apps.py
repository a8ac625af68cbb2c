"""The benchmark's own kind, as a Django app."""

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    name = "benchmarks.shelf"
