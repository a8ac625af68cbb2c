"""Charts: what the rows say together."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "webapp.charts"
    verbose_name = "Charts"
