"""Charts: what the rows say together."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "webapp.charts"
    verbose_name = "Charts"

    def ready(self) -> None:
        """Put charts onto the pages of rows."""
        from webapp.catalog.browse.panels import add_panel  # noqa: PLC0415 -- models are there now
        from webapp.charts.panels import charts_panel  # noqa: PLC0415 -- as above

        add_panel(charts_panel)
