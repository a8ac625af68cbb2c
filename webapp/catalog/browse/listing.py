"""A view with its rows: what a list page shows, in a handful of queries at any size.

First up to 10,001 rows of the facets' columns are read. If the view has no more, all counts are
exact. If it has, counts are what was met, which is at least so many; of the whole table they are
counted value by value, each from an index and up to 10,000.
"""

from functools import cached_property
from typing import Any

from django.db import models

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import MOST, Count, capped
from webapp.catalog.browse.entries import entries_of
from webapp.catalog.browse.facet import Facet
from webapp.catalog.browse.loading import loaded
from webapp.catalog.browse.order import Order
from webapp.catalog.browse.paging import Page, page_of
from webapp.catalog.browse.view import View, default_order


class Listing:
    """Reads what a view shows. Nothing is read before it is asked for."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def columns(self) -> list[Column]:
        """The facets' columns that are read with the sample."""
        return [column for column in self.view.kind.facets if column.sort is not Sort.LIST]

    @cached_property
    def sample(self) -> list[tuple[Any, ...]]:
        """Return the facets' values of up to 10,001 rows."""
        paths = [column.path for column in self.columns]
        return list(self.view.queryset().values_list("pk", *paths)[: MOST + 1])

    @property
    def count(self) -> Count:
        return capped(len(self.sample))

    @property
    def order(self) -> Order:
        """The order that is kept: more than 10,000 rows are sorted by an index or not at all."""
        wanted = self.view.order or default_order(self.view.kind)
        if self.count.more and not wanted.column.indexed:
            return default_order(self.view.kind)
        return wanted

    @property
    def problems(self) -> list[str]:
        """Say what of the address was left out."""
        found = list(self.view.problems)
        wanted = self.view.order
        if wanted is not None and wanted != self.order:
            found.append(
                f"More than {MOST:,} rows cannot be sorted by {wanted.column.label.lower()}: "
                "choose fewer."
            )
        return found

    def is_sortable(self, column: Column) -> bool:
        """Say whether this view can be sorted by a column."""
        return column.is_sortable and (column.indexed or not self.count.more)

    @cached_property
    def page(self) -> Page:
        cursor = self.view.cursor if self.order == self.view.order else None
        return page_of(self.rows(), self.order, cursor)

    def rows(self) -> models.QuerySet[Any]:
        """Return the rows with what the view's columns need, in no order."""
        return loaded(self.view.queryset(), self.view.kind, self.view.columns)

    @cached_property
    def facets(self) -> list[Facet]:
        """Return what stands at the side, without columns that would cost a scan of the table."""
        shown = [c for c in self.view.kind.facets if c.indexed or not self.count.more]
        samples = {
            column.name: [row[place] for row in self.sample[:MOST]]
            for place, column in enumerate(self.columns, start=1)
        }
        return entries_of(self.view, shown, samples, self.count)
