"""Where the next page is."""

from django.http import HttpRequest


def following(request: HttpRequest, **place: object) -> str:
    """Return the address of this question, asked from another place on."""
    query = request.GET.copy()
    for name, value in place.items():
        query[name] = str(value)
    return f"{request.path}?{query.urlencode()}"
