"""Views that somebody wants to come back to."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SavedView(models.Model):
    """The query of a list, under a name. Shared: everybody who may see the kind sees it."""

    LONGEST = 4000  # characters of a query

    name = models.CharField(max_length=100)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    kind = models.CharField(max_length=100, help_text="As in catalog.Book.")
    query = models.CharField(
        max_length=LONGEST, blank=True, help_text="What stands behind the “?” of the list."
    )
    shared = models.BooleanField(default=False, help_text="Others see it too.")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "saved view"
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("owner", "kind", "name"), name="view_once_by_a_name"),
        )
        indexes = (models.Index(fields=("shared", "name"), name="view_shared"),)

    def __str__(self) -> str:
        return self.name
