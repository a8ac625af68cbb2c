"""Eggs: deployed versions of a project."""

from typing import Self

from django.db import models
from django.utils import timezone


class EggQuerySet(models.QuerySet["Egg"]):
    """Questions that nodes ask of eggs. None of them reads the eggs' bytes."""

    def ready(self) -> Self:
        """Select those that may run, the default of each project last."""
        return self.filter(state=Egg.State.READY).order_by("chosen", "pk").defer("content")


class Egg(models.Model):
    """One version of a project, as it was deployed.

    An egg is tried before it may run; one that failed is kept as refused, without its bytes, for
    its reason. The default is the ready one that was chosen last: a roll-back chooses again.
    """

    class State(models.TextChoices):
        TRYING = "trying"
        READY = "ready"
        REFUSED = "refused"

    project = models.CharField(max_length=100, db_index=True)
    version = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.TRYING)
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    migrations = models.JSONField(
        default=dict, blank=True, help_text="The last migration of each app, as its code has it."
    )
    error = models.TextField(blank=True, help_text="Why it was refused.")
    uploaded = models.DateTimeField(default=timezone.now)
    chosen = models.DateTimeField(
        null=True, blank=True, help_text="When it was made the default, last."
    )

    objects = EggQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded", "-pk")
        permissions = (("choose_egg", "Can make a version the default"),)
        constraints = [
            models.UniqueConstraint(
                fields=("project", "version"),
                condition=models.Q(state="ready"),
                name="crawls_egg_one_ready",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.version}"

    @property
    def is_default(self) -> bool:
        """Whether it is what a job runs that names no version."""
        last = Egg.objects.ready().filter(project=self.project).last()
        return last is not None and last.pk == self.pk
