"""The state of a view of a kind, which is the query of its address and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from webapp.catalog.browse.column import Column
from webapp.catalog.browse.counts import MOST
from webapp.catalog.browse.filter import LOOKUPS, Filter
from webapp.catalog.browse.implied import implied
from webapp.catalog.browse.kind import Kind, kind_of
from webapp.catalog.browse.order import Cursor, Order
from webapp.catalog.browse.search import find, find_along, words_of
from webapp.crawls.admin.text import short
from webapp.crawls.steering import along

SEARCH, COLUMN, SORT, AFTER, BEFORE = "q", "column", "sort", "after", "before"
LONGEST_SEARCH = 200
MOST_VALUES = 50  # of one parameter


@dataclass(frozen=True)
class View:
    """What a reader looks at: columns, words, filters, order and place.

    `problems` says in sentences what of the address could not be read and was left out.
    """

    kind: Kind
    columns: tuple[Column, ...]
    words: str = ""
    filters: tuple[Filter, ...] = ()
    order: Order | None = None
    cursor: Cursor | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, model: type[models.Model], query: QueryDict) -> "View":
        """Read the query of an address; whatever it holds, there is a view."""
        kind = kind_of(model)
        problems: list[str] = []
        order = _order(kind, query.get(SORT, ""), problems)
        return cls(
            kind=kind,
            columns=_columns(kind, query.getlist(COLUMN), problems),
            words=_words(query.get(SEARCH, ""), problems),
            filters=tuple(_filters(kind, query, problems)),
            order=order,
            cursor=_cursor(order, query, problems),
            problems=tuple(problems),
        )

    @property
    def is_whole(self) -> bool:
        """Whether it shows every row of the kind."""
        return not self.filters and not words_of(self.words)

    def queryset(self) -> models.QuerySet[Any]:
        """Return the rows: searched and filtered, in no order."""
        return self._searched(self._filtered(), find)

    def sample(self) -> models.QuerySet[Any]:
        """Return rows of the view, enough of them to know it by."""
        return self._searched(self._filtered(), partial(find, most=MOST + 1))

    def along(self, column: Column) -> models.QuerySet[Any]:
        """Return the rows as they are best found by who reads them in the order of a column."""
        rows = along(self._filtered(), column.name).filter(implied(self.filters, column))
        return self._searched(rows, find_along)

    def _searched(self, rows: models.QuerySet[Any], how: Any) -> models.QuerySet[Any]:
        found: models.QuerySet[Any] = how(rows, self.words) if words_of(self.words) else rows
        return found

    def _filtered(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.kind.model._default_manager.order_by()
        for each in self.filters:
            for condition in each.conditions():
                rows = rows.filter(condition)
        return rows

    def change(self, **changes: Any) -> "View":
        """Return this view with something else in it, from its first page."""
        return replace(self, **({"cursor": None} | changes))

    def with_filter(self, name: str, *texts: str) -> "View":
        """Return this view with a parameter set; with no text, without it."""
        others = tuple(each for each in self.filters if each.parameter != name)
        added = _filter(self.kind, name, texts) if texts else None
        return self.change(filters=(*others, added) if added else others)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the state as parameters: `from_query` reads the same view from them."""
        found = [(SEARCH, self.words)] if self.words else []
        found += [(each.parameter, text) for each in self.filters for text in each.texts]
        if list(self.columns) != self.kind.shown_first:
            found += [(COLUMN, column.name) for column in self.columns]
        if self.order and self.order != default_order(self.kind):
            found.append((SORT, self.order.text))
        if self.cursor:
            found.append((BEFORE if self.cursor.backwards else AFTER, self.cursor.text))
        return found

    def query(self, **changes: Any) -> str:
        """Return the address's query, "?…", of this view or of a changed one."""
        view = self.change(**changes) if changes else self
        query = QueryDict(mutable=True)
        for name, text in view.pairs():
            query.appendlist(name, text)
        return f"?{query.urlencode()}"


def default_order(kind: Kind) -> Order:
    """Return the order of a list that nobody ordered: what changed last, or by name."""
    if "changed" in kind.columns:
        return Order(kind.columns["changed"], descending=True)
    return Order(kind.lead)


def _columns(kind: Kind, names: list[str], problems: list[str]) -> tuple[Column, ...]:
    unknown = [name for name in names if name not in kind.columns]
    problems += [f"There is no column “{_cut(name)}”." for name in unknown]
    known = dict.fromkeys(name for name in names if name in kind.columns)
    return tuple(kind.columns[name] for name in known) or tuple(kind.shown_first)


def _words(text: str, problems: list[str]) -> str:
    text = " ".join(text.replace("\0", " ").split())
    if len(text) > LONGEST_SEARCH:
        problems.append(f"The search was cut after {LONGEST_SEARCH} characters.")
    return text[:LONGEST_SEARCH]


def _filters(kind: Kind, query: QueryDict, problems: list[str]) -> Iterable[Filter]:
    for name in query:
        texts = tuple(dict.fromkeys(text for text in query.getlist(name) if text))
        if not texts or name in {SEARCH, COLUMN, SORT, AFTER, BEFORE}:
            continue
        found = _filter(kind, name, texts[:MOST_VALUES])
        if found is None:
            problems.append(f"“{_cut(name)}” is no filter of {kind.plural.lower()}.")
            continue
        try:
            found.values()
        except ValidationError as error:
            said = " ".join(error.messages)
            problems.append(f"{found.column.label}, “{_cut(texts[-1])}”: {said} It was left out.")
        else:
            yield found


def _filter(kind: Kind, name: str, texts: tuple[str, ...]) -> Filter | None:
    stem, mark, end = name.partition("__")
    column, lookup = kind.columns.get(stem), f"{mark}{end}"
    if column is None or lookup not in LOOKUPS:
        return None
    if lookup in {"__gte", "__lte"} and not column.is_ranged:
        return None
    if lookup == "" and not column.is_comparable:
        return None
    return Filter(column, lookup, texts if lookup == "" else texts[-1:])


def _order(kind: Kind, text: str, problems: list[str]) -> Order:
    if not text:
        return default_order(kind)
    column = kind.columns.get(text.removeprefix("-"))
    if column is None or not column.is_sortable:
        problems.append(f"{kind.plural} cannot be sorted by “{_cut(text)}”.")
        return default_order(kind)
    return Order(column, descending=text.startswith("-"))


def _cursor(order: Order, query: QueryDict, problems: list[str]) -> Cursor | None:
    for name in (AFTER, BEFORE):
        if text := query.get(name, ""):
            try:
                return Cursor.read(order, text, backwards=name == BEFORE)
            except ValidationError:
                problems.append("The place in the list could not be read: this is its beginning.")
    return None


def _cut(text: str) -> str:
    return short(text, 60)
