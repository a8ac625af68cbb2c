"""Books and their categories."""

from django.contrib import admin

from webapp.catalog.admin.named import NamedAdmin
from webapp.catalog.admin.rating import RatingFilter
from webapp.catalog.admin.record import RecordAdmin
from webapp.catalog.models import Book, Category
from webapp.crawls.admin.filters.related import RelatedFilter


@admin.register(Category)
class CategoryAdmin(NamedAdmin[Category]):
    RELATION = "books"


@admin.register(Book)
class BookAdmin(RecordAdmin[Book]):
    list_display = ("title", "priced", "stock", "rating", "category", "url")
    list_filter = (("category", RelatedFilter), RatingFilter)
    search_fields = ("title",)
    search_help_text = "Words of title, description or UPC, or their beginnings"
    autocomplete_fields = ("category",)

    @admin.display(description="price", ordering="price")
    def priced(self, book: Book) -> str:
        return "" if book.price is None else f"{book.price} {book.currency}".strip()
