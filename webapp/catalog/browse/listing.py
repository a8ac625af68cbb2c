"""A view with its rows: what a list page shows, in a handful of queries at any size.

Up to 10,001 rows are counted by their values. If the view has no more, all counts are exact. If it
has, they are what was met, which is at least so many; of the whole table each is counted for
itself, from an index and up to 10,000.
"""

from functools import cached_property, partial
from typing import Any

from django.db import models

from webapp.catalog.browse.bins import ends_of
from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import MOST, Count, counts
from webapp.catalog.browse.entries import entries_of, list_entries, span_ends
from webapp.catalog.browse.facet import Entry, Facet
from webapp.catalog.browse.labels import call_by_name
from webapp.catalog.browse.loading import loaded
from webapp.catalog.browse.order import Order
from webapp.catalog.browse.paging import Page, page_of
from webapp.catalog.browse.remembered import Memory
from webapp.catalog.browse.tally import Tally, tally
from webapp.catalog.browse.view import View, default_order

SAMPLE = 500  # rows whose numbers say where ranges begin


class Listing:
    """Reads what a view shows. Nothing is read before it is asked for."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def _counted(self) -> list[Column]:
        return [column for column in self.view.kind.facets if column.sort is not Sort.LIST]

    @cached_property
    def _memory(self) -> Memory:
        return Memory(self.view)

    @cached_property
    def _met(self) -> tuple[dict[str, Any], Tally]:
        """Return where ranges begin, and the rows counted by their values."""
        return self._memory.get("met", self._count, lambda met: met[1].count.more)

    def _count(self) -> tuple[dict[str, Any], Tally]:
        ends = self._find_ends()
        return ends, tally(self._met_rows, self._counted, ends)

    @property
    def _ends(self) -> dict[str, Any]:
        return self._met[0]

    @property
    def _tally(self) -> Tally:
        return self._met[1]

    def _find_ends(self) -> dict[str, Any]:
        """Return where the ranges of numbers and the spans of dates begin."""
        found: dict[str, Any] = {c.name: span_ends(c) for c in self._counted if c.is_dated}
        numbers = [column for column in self._counted if column.is_number]
        if not numbers:
            return found
        sample = [values for _, *values in self._met_numbers[:SAMPLE]]
        for column, values in zip(numbers, zip(*sample, strict=True), strict=False):
            places = getattr(column.field, "decimal_places", 0) or 0
            ends = ends_of([value for value in values if value is not None], places)
            if ends is not None:
                found[column.name] = ends
        return found

    @cached_property
    def _met_rows(self) -> models.QuerySet[Any]:
        """Up to 10,001 rows of the view, few ones by their numbers: chosen once for all questions.

        The database would choose them anew for each question, and by another way for some.
        """
        if self.view.is_whole or len(self._met_numbers) > MOST:
            return self._first_rows
        every: models.QuerySet[Any] = self.view.kind.model._default_manager.order_by()
        return every.filter(pk__in=[number for number, *_ in self._met_numbers])

    @cached_property
    def _met_numbers(self) -> list[Any]:
        """The first rows of the view: their own numbers, and those of their columns."""
        names = [column.name for column in self._counted if column.is_number]
        most = SAMPLE if self.view.is_whole else MOST + 1
        return list(self._first_rows.values_list("pk", *names)[:most])

    @property
    def _first_rows(self) -> models.QuerySet[Any]:
        # With words alone, as many as are counted are enough.
        return self.view.queryset() if self.view.filters else self.view.sample()

    @property
    def count(self) -> Count:
        return self._tally.count

    @property
    def order(self) -> Order:
        """The order that is kept: more than 10,000 rows are sorted by an index or not at all."""
        wanted = self.view.order or default_order(self.view.kind)
        if self.count.more and not wanted.column.indexed:
            return default_order(self.view.kind)
        return wanted

    @cached_property
    def kept(self) -> View:
        """The view as it is shown: in the order that is kept."""
        return self.view if self.view.order == self.order else self.view.change(order=self.order)

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
        return page_of(self.rows(), self.order, self.kept.cursor, is_few=not self.count.more)

    def rows(self, *, whole: bool = False) -> models.QuerySet[Any]:
        """Return the rows with what the view's columns need, in no order.

        `whole`: as they are when they are read, with their long texts.
        """
        if self.count.more:
            chosen = self.view.along(self.order.column)
        else:
            chosen = self.view.queryset() if whole else self._met_rows
        columns = dict.fromkeys((*self.view.columns, self.order.column))
        return loaded(chosen, self.view.kind, list(columns), whole=whole)

    @cached_property
    def facets(self) -> list[Facet]:
        """Return what stands at the side, without columns that would cost a scan of the table."""
        more = self.count.more
        shown = [c for c in self.view.kind.facets if c.indexed or not more or c.sort is Sort.LIST]
        facets = [
            Facet(self.kept, column, self._entries(column), is_cut=column.name in self._ends)
            for column in shown
        ]
        if more and self.view.is_whole:
            self._count_all(facets)
        call_by_name(facets)
        return facets

    def _entries(self, column: Column) -> list[Entry]:
        if column.sort is Sort.LIST:
            return list_entries(column, self._met_rows, more=self.count.more)
        met = self._tally.values[column.name]
        found = entries_of(column, met, self._ends.get(column.name), more=self.count.more)
        chosen = {each.parameter: each.texts for each in self.view.filters}
        return [each for each in found if not each.is_wider(chosen.get(column.name, ()))]

    def _count_all(self, facets: list[Facet]) -> None:
        """Count each entry of a big table up to 10,000, all in one statement."""
        every = self.view.kind.model._default_manager.order_by()
        asked = [every.filter(entry.condition) for facet in facets for entry in facet.entries]
        found = iter(self._memory.get("whole", partial(counts, asked), bool))
        for facet in facets:
            facet.entries = [entry.counted(next(found)) for entry in facet.entries]
