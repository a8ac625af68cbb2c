"""The API's own page: what can be asked, made from its description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from webapp.accounts.models import Scope
from webapp.catalog.access import for_readers, may_view
from webapp.catalog.api.site import api
from webapp.catalog.browse.filter import BIGGEST
from webapp.catalog.browse.kind import browsable

PATHS = {"kind": "The kind, as it is called in addresses.", "number": "Its id."}


@require_safe
@for_readers
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show every question with its parameters, and an example to copy."""
    schema = api.general_schema()
    kinds = [kind for kind in browsable() if may_view(request, kind.model)]
    context = {
        "description": schema["info"]["description"],
        "operations": [
            _operation(path, each["get"], kinds) for path, each in schema["paths"].items()
        ],
        "kinds": kinds,
        "scopes": Scope.choices,
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "catalog/api.html", context)


def _operation(path: str, described: dict[str, Any], kinds: list[Any]) -> dict[str, Any]:
    slugs = [kind.slug for kind in kinds]
    kind = "books" if "books" in slugs or not slugs else slugs[0]
    return {
        "path": path,
        "summary": described["summary"],
        "description": described["description"],
        "parameters": [_parameter(each) for each in described.get("parameters", ())],
        "example": path.replace("{kind}", kind).replace("{number}", "1"),
    }


def _parameter(said: dict[str, Any]) -> dict[str, Any]:
    schema = said["schema"]
    default = None if schema.get("type") == "array" else schema.get("default")
    ends = [schema.get(key, BIGGEST) for key in ("minimum", "maximum")]
    limits = [f"{end:,}" for end in ends if end != BIGGEST]
    return {
        "name": said["name"],
        "place": said["in"],
        "type": schema.get("type", ""),
        "default": "" if default in {"", BIGGEST} else default,
        "limits": " to ".join(limits) if len(limits) > 1 else "",
        "description": said.get("description") or schema.get("description") or PATHS[said["name"]],
    }
