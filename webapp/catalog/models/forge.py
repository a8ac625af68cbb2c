"""Code hosts: repositories, who wrote them, and in which languages."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from webapp.catalog.models.record import Named, Record


class Language(Named):
    class Meta(Named.Meta):
        pass


class Repository(Record):
    NATURAL_KEY: ClassVar[str] = "url"
    MET_AT: ClassVar[str] = "page_url"
    # Counted over the rows that were stored: a page says only what is new.
    MINED_FIELDS: ClassVar[tuple[str, ...]] = (
        "first_commit",
        "last_commit",
        "commits",
        "contributors",
    )
    COLUMNS: ClassVar[tuple[str, ...]] = (
        "name",
        "description",
        "commits",
        "contributors",
        "files",
        "last_commit",
    )
    FACETS: ClassVar[tuple[str, ...]] = (
        "section",
        "commits",
        "contributors",
        "files",
        "last_commit",
        "first_seen",
    )

    url = models.CharField("URL", max_length=600, unique=True)
    page_url = models.CharField("URL of its log", max_length=700, blank=True)
    forge = models.CharField(max_length=400)
    name = models.CharField(max_length=400)
    section = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    default_branch = models.CharField(max_length=200, blank=True)
    clone_urls = models.JSONField("clone URLs", default=list, blank=True)
    head = models.CharField(
        max_length=64, blank=True, help_text="Hash of the newest commit that was read."
    )
    read_back_to = models.DateTimeField(
        null=True, blank=True, help_text="How far its log was read. 1970: to its beginning."
    )
    files = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: not seen.")
    folders = models.PositiveIntegerField(
        "folders read", null=True, blank=True, help_text="Empty: not seen."
    )
    first_commit = models.DateTimeField(null=True, blank=True, editable=False)
    last_commit = models.DateTimeField(null=True, blank=True, editable=False)
    commits = models.PositiveIntegerField(null=True, blank=True, editable=False)
    contributors = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "repositories"
        indexes = tuple(
            models.Index(fields=(name, "id"), name=f"repository_by_{name}")
            for name in ("name", "section", "commits", "contributors", "files", "last_commit")
        )

    def __str__(self) -> str:
        return self.name or self.url


class Contributor(Record):
    NATURAL_KEY: ClassVar[str] = "key"
    COLUMNS: ClassVar[tuple[str, ...]] = ("name", "forge", "changed")
    SEARCHED: ClassVar[tuple[str, ...]] = ("name",)

    key = models.CharField(max_length=700, unique=True, help_text="Forge and name.")
    forge = models.CharField(max_length=400, blank=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name", "pk")
        indexes = (models.Index(fields=("name", "id"), name="contributor_by_name"),)

    def __str__(self) -> str:
        return self.name or self.key


class Commit(Record):
    class State(models.TextChoices):
        PRESENT = "present"
        VANISHED = "vanished"  # its branch does not lead to it any more

    NATURAL_KEY: ClassVar[str] = "url"
    MET_AT: ClassVar[str] = ""  # its state says whether it is still there
    COLUMNS: ClassVar[tuple[str, ...]] = ("subject", "repository", "author", "date", "state")
    FACETS: ClassVar[tuple[str, ...]] = ("repository", "author", "date", "languages", "state")
    # Not the address: every commit of a forge has its words.
    SEARCHED: ClassVar[tuple[str, ...]] = ("subject", "hash")

    url = models.CharField("URL", max_length=700, unique=True)
    hash = models.CharField(max_length=64)
    repository = models.ForeignKey(
        Repository,
        on_delete=models.PROTECT,
        related_name="log",
        db_index=False,  # one below begins with it
    )
    author = models.ForeignKey(
        Contributor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commits",
        db_index=False,  # one below begins with it
    )
    date = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=8, blank=True, help_text="Of the date, as +0100.")
    subject = models.CharField(max_length=1000, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    files = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: not seen.")
    languages = models.ManyToManyField(Language, blank=True, related_name="commits")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PRESENT)

    class Meta:
        ordering = ("-date", "-pk")
        indexes = tuple(
            models.Index(fields=(name, "id"), name=f"commit_by_{name}")
            for name in ("repository", "author", "date", "state")
        )

    def __str__(self) -> str:
        return self.subject or self.hash


class RepositoryLanguage(Record):
    NATURAL_KEY: ClassVar[str] = "key"
    COLUMNS: ClassVar[tuple[str, ...]] = ("repository", "language", "files", "share", "changed")

    key = models.CharField(
        max_length=32, unique=True, editable=False, help_text="Digest of repository and language."
    )
    repository = models.ForeignKey(
        Repository,
        on_delete=models.PROTECT,
        related_name="languages",
        db_index=False,  # one below begins with it
    )
    language = models.ForeignKey(
        Language,
        on_delete=models.PROTECT,
        related_name="repositories",
        db_index=False,  # one below begins with it
    )
    files = models.PositiveIntegerField()
    share = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Of the files whose language is known.",
    )

    class Meta:
        ordering = ("repository", "-files", "pk")
        indexes = tuple(
            models.Index(fields=(name, "id"), name=f"replanguage_by_{name}")
            for name in ("repository", "language", "files")
        )

    def __str__(self) -> str:
        return f"{self.repository}: {self.language}"

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Make the key of both: a repository has a language once."""
        said = f"{values['repository']}\0{values['language']}".encode()
        return {"key": blake2b(said, digest_size=16).hexdigest()}
