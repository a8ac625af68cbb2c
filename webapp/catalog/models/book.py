"""Books and the shelves they stand on."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from webapp.catalog.models.record import Named, Record


class Category(Named):
    class Meta(Named.Meta):
        verbose_name_plural = "categories"


class Book(Record):
    NATURAL_KEY: ClassVar[str] = "upc"
    COLUMNS: ClassVar[tuple[str, ...]] = (
        "title",
        "price",
        "currency",
        "stock",
        "rating",
        "category",
        "changed",
    )
    FACETS: ClassVar[tuple[str, ...]] = (
        "category",
        "rating",
        "price",
        "stock",
        "first_seen",
        "changed",
    )

    upc = models.CharField("UPC", max_length=64, unique=True)
    url = models.CharField("URL", max_length=2000)
    title = models.CharField(max_length=500)
    price = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, blank=True)
    tax = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    stock = models.PositiveIntegerField(null=True, blank=True)
    availability = models.CharField(max_length=200, blank=True)
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reviews = models.PositiveIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    image_url = models.CharField("image URL", max_length=2000, blank=True)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="books",
        db_index=False,  # one below begins with it
    )

    class Meta:
        ordering = ("title", "pk")
        # A million books are sorted, chosen and counted by these.
        indexes = tuple(
            models.Index(fields=(name, "id"), name=f"book_by_{name}")
            for name in ("title", "price", "stock", "rating", "category")
        )

    def __str__(self) -> str:
        return self.title
