"""How a field is shown, by its type: in a list short, on a row's page whole, URLs as links."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from webapp.crawls.admin.links import outside, to_row
from webapp.crawls.admin.text import block, plain, pretty, short

Show = Callable[[Any], Any]
Display = str | Callable[[Any], str | bool]

EMPTY = "-"


@cache
def in_list(model: type[models.Model], name: str, *, leads: bool = False) -> Display:
    """Return what `list_display` needs for a column; what is no text and no link stays as it is.

    A column that leads to the row's page cannot hold another link.
    """
    field = _field(model, name)
    if isinstance(field, models.ForeignKey):
        return _named(name, field, to_row)
    if is_url(field):
        return _named(name, field, short if leads else outside)
    if isinstance(field, models.CharField | models.TextField):
        return _named(name, field, short)
    return name


@cache
def on_page(model: type[models.Model], name: str) -> Display:
    """Return what `fields` needs to show a value that cannot be edited."""
    field = _field(model, name)
    if isinstance(field, models.TextField):
        return _named(name, field, _whole_text)
    if isinstance(field, models.JSONField):
        return _named(name, field, pretty)
    if isinstance(field, models.CharField) and not field.choices:
        return fixed(model, name)
    return name


@cache
def fixed(model: type[models.Model], name: str) -> Show:
    """Return a function that shows a line of text whole, a URL as a link."""
    field = _field(model, name)
    return _named(name, field, _whole_link if is_url(field) else _whole_line)


def is_url(field: Any) -> bool:
    """Say whether a field holds an address: ours are called url or …_url."""
    if isinstance(field, models.URLField):
        return True
    text = isinstance(field, models.CharField)
    return text and (field.name == "url" or field.name.endswith("_url"))


def _whole_link(url: str) -> Any:
    return outside(url, 2000) or EMPTY


def _whole_line(text: str) -> str:
    return plain(text) or EMPTY


def _whole_text(text: str) -> Any:
    return block(text) or EMPTY


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:  # a method of the admin class
        return None


def _named(name: str, field: Any, show: Show) -> Show:
    """Return a function of a row that Django's admin takes for the field itself."""

    def shown(row: models.Model) -> Any:
        return show(getattr(row, name))

    shown.__name__ = name
    shown.short_description = field.verbose_name  # type: ignore[attr-defined]
    # By number: by name every row would be joined before the first is shown.
    shown.admin_order_field = getattr(field, "attname", name)  # type: ignore[attr-defined]
    shown.empty_value_display = EMPTY  # type: ignore[attr-defined]
    return shown
