"""`/<kind>.<format>`: exactly the view of `/<kind>/` with the same query, as a file."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from webapp.catalog.access import for_readers, need_view
from webapp.catalog.browse.kind import Kind
from webapp.catalog.browse.listing import Listing
from webapp.catalog.browse.view import View
from webapp.catalog.exports.formats import FORMATS

PIECE = 32_768  # bytes that are sent at a time


@require_GET
@for_readers
def export(request: HttpRequest, kind: Kind, ending: str) -> HttpResponseBase:
    """Send every row of a view."""
    need_view(request, kind.model)
    form = FORMATS.get(ending)
    if form is None:
        raise Http404(f"There is no format “{ending}”: {', '.join(FORMATS)} are there.")
    listing = Listing(View.from_query(kind.model, request.GET))
    name = f"{kind.slug}-{timezone.localdate().isoformat()}.{ending}"
    return StreamingHttpResponse(
        _pieces(form.write(listing)),
        content_type=form.type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Gather lines: each piece is a system call and a chunk's head."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
