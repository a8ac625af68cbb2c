"""What mining finds in the rows that crawls stored. All of it can be computed again.

It goes with what it was found in: a contributor that is deleted takes the figures along.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from webapp.catalog.models.forge import Contributor, Language, Repository
from webapp.crawls.models import Job


class Mined(models.Model):
    """A figure, the newest job whose rows it was computed from, and when it was found to be so."""

    # Together they are unique: the same question has one answer.
    KEY: ClassVar[tuple[str, ...]]

    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    mined = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return ", ".join(str(getattr(self, name)) for name in self.KEY)


class ContributorLanguage(Mined):
    KEY: ClassVar[tuple[str, ...]] = ("contributor", "language")

    contributor = models.ForeignKey(
        Contributor,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    language = models.ForeignKey(Language, on_delete=models.CASCADE, related_name="+")
    weight = models.DecimalField(max_digits=14, decimal_places=4, help_text="Commits, in parts.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contributor", "language"), name="mined_contributor_language"
            ),
        )


class ContributorWork(Mined):
    KEY: ClassVar[tuple[str, ...]] = ("contributor",)

    contributor = models.OneToOneField(Contributor, on_delete=models.CASCADE, related_name="+")
    first_commit = models.DateTimeField(null=True)
    last_commit = models.DateTimeField(null=True)
    commits = models.PositiveIntegerField()
    languages = models.PositiveIntegerField(db_index=True)
    unknown = models.PositiveIntegerField(help_text="Commits that no language is known of.")


class ContributorMonth(Mined):
    KEY: ClassVar[tuple[str, ...]] = ("contributor", "month")

    contributor = models.ForeignKey(
        Contributor,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    month = models.DateField(help_text="Its first day. Months are UTC.")
    commits = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contributor", "month"), name="mined_contributor_month"
            ),
        )


class RepositoryMonth(Mined):
    KEY: ClassVar[tuple[str, ...]] = ("repository", "month")

    repository = models.ForeignKey(
        Repository,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    month = models.DateField(help_text="Its first day. Months are UTC.")
    commits = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("repository", "month"), name="mined_repository_month"),
        )


class LanguagePair(Mined):
    KEY: ClassVar[tuple[str, ...]] = ("one", "other")

    one = models.ForeignKey(
        Language,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the key begins with it
    )
    other = models.ForeignKey(Language, on_delete=models.CASCADE, related_name="+")
    contributors = models.PositiveIntegerField(help_text="Who wrote in both.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="mined_language_pair"),
        )
