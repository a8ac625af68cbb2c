"""Pages that try to get rid of a browser, or to get through it: /hostile/<name>."""

from tests.site.answers import answer, head, page


def respond(site, request):
    """Answer /hostile/<name>."""
    name = request.parts[1] if len(request.parts) > 1 else ""
    made = HOSTILE.get(name)
    if made is None:
        return answer(page("Not found", "<h1>No such page</h1>"), status=404)
    return made(site, request) if callable(made) else answer(page(name, made))


HOSTILE = {}
