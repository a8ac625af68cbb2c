"""What the benchmark keeps."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models

from webapp.catalog.models import Named, Record


class Shelf(Named):
    class Meta(Named.Meta):
        pass


class Ware(Record):
    NATURAL_KEY: ClassVar[str] = "sku"

    sku = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=500)
    price = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3, blank=True)
    stock = models.PositiveIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.title
