"""Spiders: what can be run, as the code that holds them declares it."""

from django.db import models


class Spider(models.Model):
    """One spider of one version of a project; the version is empty for a project on disk.

    `arguments` is a list of objects: name, help, required, default (a text or null), and type (one
    of `text`, `url`, `number`), which chooses the field of the form.
    """

    project = models.CharField(max_length=100)
    version = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=100)
    summary = models.TextField(blank=True, help_text="The first line of its docstring.")
    arguments = models.JSONField(default=list, blank=True)
    declares = models.BooleanField(
        default=False, help_text="Its arguments are declared: it takes no others."
    )

    class Meta:
        ordering = ("project", "version", "name")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "version", "name"), name="crawls_spider_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
