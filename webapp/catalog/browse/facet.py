"""What stands at the side of a list: a column's values, how many rows have each, and links."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q

from webapp.catalog.browse.column import Column, Sort
from webapp.catalog.browse.counts import Count
from webapp.catalog.browse.filter import PRESETS, Filter
from webapp.catalog.browse.view import View
from webapp.crawls.admin.text import short


@dataclass(frozen=True)
class Entry:
    """A value or range that can be chosen, as parameters with their texts."""

    label: str
    chosen: dict[str, str]
    condition: Q
    count: Count

    def counted(self, count: Count) -> "Entry":
        """Return it with another count."""
        return replace(self, count=count)

    def is_wider(self, chosen: tuple[str, ...]) -> bool:
        """Whether it is a span of days, and what is chosen already is no longer one."""
        mine = [PRESETS[text] for text in self.chosen.values() if text in PRESETS]
        return bool(mine and chosen) and PRESETS.get(chosen[-1], 0) <= mine[0]

    def apply(self, view: View) -> View:
        """Return the view with this choice: a range within the one that is chosen already."""
        for name, text in self.chosen.items():
            now = next((f for f in view.filters if f.parameter == name), None)
            if now is None:
                view = view.with_filter(name, text)
            elif now.column.sort is Sort.LIST:  # a row may have several
                view = view.with_filter(name, *dict.fromkeys((*now.texts, text)))
            else:
                view = view.with_filter(name, _tighter(now, text))
        return view


def _tighter(now: Filter, text: str) -> str:
    """Return the narrower of two ends of a range; the new text of what is no end."""
    if now.lookup not in {"__gte", "__lte"}:
        return text
    narrower = max if now.lookup == "__gte" else min
    return narrower(text, now.texts[-1], key=lambda end: replace(now, texts=(end,)).values()[0])


@dataclass
class Facet:
    """One column's side of a view."""

    view: View
    column: Column
    entries: list[Entry] = field(default_factory=list)
    is_cut: bool = False  # into ranges

    @property
    def has_bars(self) -> bool:
        return self.column.is_number

    @property
    def asks_for_a_range(self) -> bool:
        """Whether a reader is offered "from … to": not for a handful of numbers."""
        return self.is_cut or (self.column.is_number and bool(self.low or self.high))

    @property
    def links(self) -> Iterator[tuple[Entry, str, int]]:
        """Give each entry its address's query and the length of its bar, 0 to 100."""
        most = max((each.count.number for each in self.entries), default=0) or 1
        for each in self.entries:
            share = round(each.count.number * 100 / most)
            yield each, each.apply(self.view).query(), share

    @property
    def applied(self) -> list[tuple[str, str]]:
        """Say what is chosen of the column, with the queries that take it back."""
        mine = [each for each in self.view.filters if each.column == self.column]
        return [(spoken(each), self.view.with_filter(each.parameter).query()) for each in mine]

    @property
    def low(self) -> str:
        return self._text("__gte")

    @property
    def high(self) -> str:
        return self._text("__lte")

    def _text(self, lookup: str) -> str:
        name = f"{self.column.name}{lookup}"
        return next((f.texts[-1] for f in self.view.filters if f.parameter == name), "")

    @property
    def is_open(self) -> bool:
        """Whether a reader sees it without asking."""
        return bool(self.applied) or len(self.entries) > 1

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the rest of the view, which a form sends along."""
        view = self.view.change()
        for name in parameters(self.column):
            view = view.with_filter(name)
        return view.pairs()


def parameters(column: Column) -> list[str]:
    """Name the parameters that choose rows by a column."""
    return [f"{column.name}{end}" for end in ("", "__gte", "__lte", "__isnull")]


WORDS = {
    "today": "today",
    "7d": "last 7 days",
    "30d": "last 30 days",
    "365d": "last 365 days",
}


def spoken(each: Filter) -> str:
    """Say a condition without its column."""
    if each.lookup == "__isnull":
        return "no value" if each.texts[-1] == "1" else "any value"
    said = [WORDS.get(text, text) if each.column.is_dated else text for text in each.texts]
    if each.column.choices:
        named = {str(value): label for value, label in each.column.choices.items()}
        said = [named.get(text, text) for text in said]
    start = {"": "", "__gte": "from ", "__lte": "to "}[each.lookup]
    return start + " or ".join(short(text, 60) for text in said)
