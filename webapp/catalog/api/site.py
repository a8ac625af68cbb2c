"""The API and its own description."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from webapp.catalog.api.auth import WAYS_IN
from webapp.catalog.api.description import operation_of
from webapp.catalog.api.renderer import PlainRenderer
from webapp.catalog.api.routes import history, items, jobs, kinds
from webapp.catalog.api.throttle import CallerThrottle
from webapp.catalog.browse.kind import browsable

TEXT = """Everything that was crawled, read-only. Bring a token (the admin makes them) as
“Authorization: Bearer …”, or be logged in. What is asked wrongly is answered with 4xx and a
sentence in “detail”, never with half an answer."""


ROWS = "/api/kinds/{kind}/items"


class SiteAPI(NinjaAPI):
    """Names the kinds that there are in its description; they are found, not listed."""

    def general_schema(self) -> OpenAPISchema:
        """Describe the API for people: the rows of any kind once."""
        return super().get_openapi_schema()

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        slugs = [kind.slug for kind in browsable()]
        rows = schema["paths"].pop(ROWS)
        schema["paths"] |= {
            ROWS.replace("{kind}", kind.slug): operation_of(kind, rows) for kind in browsable()
        }
        for path in schema["paths"].values():
            for parameter in path["get"].get("parameters", ()):
                if (parameter["in"], parameter["name"]) == ("path", "kind"):
                    parameter["schema"] = {"type": "string", "enum": slugs}
        return schema


api = SiteAPI(
    title="Spidersilk",
    version="1",
    description=" ".join(TEXT.split()),
    urls_namespace="api",
    # Ninja's own pages of the description are replaced: they know no tokens.
    docs_url=None,
    openapi_url=None,
    auth=WAYS_IN,
    throttle=CallerThrottle(),
    renderer=PlainRenderer(),
)
for part in (kinds, items, history, jobs):
    api.add_router("", part.router)


@api.get("openapi.json", include_in_schema=False, url_name="openapi")
def description(request: HttpRequest) -> HttpResponse:
    """Describe the API, as OpenAPI."""
    return api.create_response(request, api.get_openapi_schema(), status=HTTPStatus.OK)


def _said(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    return api.create_response(request, {"detail": detail}, status=status)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: Any) -> HttpResponse:
    """Say who is let in."""
    detail = "Who asks? Send “Authorization: Bearer” and a token that has not ended, or log in."
    response = _said(request, HTTPStatus.UNAUTHORIZED, detail)
    response["WWW-Authenticate"] = 'Bearer realm="Spidersilk"'
    return response


@api.exception_handler(PermissionDenied)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """Say what may not be seen."""
    return _said(request, HTTPStatus.FORBIDDEN, str(error))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say in sentences what of the question could not be read."""
    said = [f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}." for each in error.errors]
    return _said(request, HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(said))
