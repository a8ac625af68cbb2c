"""How answers are written."""

from typing import Any

from django.http import HttpRequest
from ninja.renderers import JSONRenderer

from webapp.catalog.exports.strict import TAGS


class PlainRenderer(JSONRenderer):
    """JSON that holds no tag, as the exports."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        text: str = super().render(request, data, response_status=response_status)
        return text.translate(TAGS)
