"""What changed in a view, as an Atom feed."""

import re
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from webapp.accounts.models import Scope
from webapp.catalog.access import need_view
from webapp.catalog.browse.addresses import list_url, row_url
from webapp.catalog.browse.keys import keys_of
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.view import View
from webapp.catalog.models import Change
from webapp.catalog.programs import for_programs
from webapp.crawls.admin.text import plain

MOST = 50
Changed = tuple[Change, Any]
LONGEST = 500  # characters of a value
# Scraped text may hold characters that no XML document may.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ChangesFeed(Feed[Changed, View]):
    """The last changes of the rows that a view shows."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, kind: Kind) -> View:
        need_view(request, kind.model)
        need_view(request, Change)
        return View.from_query(kind.model, request.GET)

    def title(self, view: View) -> str:
        return f"{view.kind.plural}: what changed"

    def subtitle(self, view: View) -> str:
        said = [view.words, *(f"{each.parameter}={each.texts[-1]}" for each in view.filters)]
        return _clean(", ".join(filter(None, said))) or "All rows"

    def link(self, view: View) -> str:
        return list_url(view.kind.model, view.query())

    def feed_url(self, view: View) -> str:
        return reverse("feed", args=[view.kind]) + view.change().query()

    def items(self, view: View) -> list[Changed]:
        """Return changes, each with its row; None where that is gone."""
        changes = Change.objects.filter(kind=view.kind.label)
        if not view.is_whole:
            changes = changes.filter(record_id__in=keys_of(view.queryset()))
        found = list(changes.order_by("-pk")[:MOST])
        rows = view.kind.model._default_manager.in_bulk([each.record_id for each in found])
        return [(each, rows.get(each.record_id)) for each in found]

    def item_title(self, item: Changed) -> str:
        change, row = item
        return _clean(f"{row or change.key}: {change.field}")

    def item_description(self, item: Changed) -> str:
        change, _ = item
        return format_html("<del>{}</del> → <ins>{}</ins>", *map(_shown, (change.old, change.new)))

    def item_link(self, item: Changed) -> str:
        change, row = item
        return row_url(row) if row else f"/?change={change.pk}"

    def item_guid(self, item: Changed) -> str:
        return f"urn:spidersilk:change:{item[0].pk}"

    def item_pubdate(self, item: Changed) -> datetime:
        return item[0].at

    item_updateddate = item_pubdate


def _shown(value: str | None) -> str:
    return "null" if value is None else _clean(Truncator(value).chars(LONGEST))


def _clean(text: str) -> str:
    return NOT_XML.sub("�", plain(text))


feed = require_safe(for_programs(Scope.HISTORY)(ChangesFeed()))
