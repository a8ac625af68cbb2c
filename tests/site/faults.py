"""Faults on demand, under /fault/<name>: what well-framed answers can do wrong."""

import json

from tests.site import broken, controls, endless
from tests.site.answers import JSON, answer, links, page, redirect


def respond(site, request):
    """Answer /fault/<name>…; a number is a status."""
    name = request.parts[1] if len(request.parts) > 1 else ""
    if name.isdigit():
        return answer(page(name, f"<h1>Status {name}</h1>"), status=int(name))
    fault = FAULTS.get(name)
    if fault is None:
        return answer(page("Not found", "<h1>No such fault</h1>"), status=404)
    return fault(site, request)


def _fine(name):
    return answer(page(f"Fine: {name}", f"<h1>Fine after all</h1><p>{name}</p>"))


def slow(site, request):
    """Wait, then answer: ?seconds="""
    yield float(request.value("seconds", "1"))
    yield _fine("slow")


def flaky(site, request):
    """Fail ?times= times for each ?key=, with ?status=, then answer."""
    if site.count(("flaky", request.value("key"))) <= int(request.value("times", "2")):
        return answer(
            page("Flaky", "<h1>Not yet</h1>"), status=int(request.value("status", "500"))
        )
    return _fine("flaky")


def retry_after(site, request):
    """Say 503 (or ?status=) and Retry-After: ?seconds= (or any text), ?times= for each ?key=."""
    if site.count(("retry-after", request.value("key"))) > int(request.value("times", "1")):
        return _fine("retry-after")
    return answer(
        page("Busy", "<h1>Busy</h1>"),
        status=int(request.value("status", "503")),
        headers=[("Retry-After", request.value("seconds", "1"))],
    )


def redirect_to(site, request):
    """Redirect to ?to= with ?status=."""
    return redirect(request.value("to", "/site/"), int(request.value("status", "302")))


def redirect_loop(site, request):
    """Redirect in a circle of two."""
    here = request.parts[-1] == "b"
    return redirect("/fault/redirect-loop/a" if here else "/fault/redirect-loop/b")


def redirect_chain(site, request):
    """Redirect ?n= times, then answer."""
    left = int(request.value("n", "5"))
    return redirect(f"/fault/redirect-chain?n={left - 1}") if left > 0 else _fine("redirect-chain")


def soft_404(site, request):
    """Say 200 and show a page that says 404."""
    return answer(page("404 Not Found", "<h1>Page not found</h1><p>Error 404</p>"))


def cookie(site, request):
    """Set a cookie (for ?domain=) and show those that came."""
    came = request.headers.get("cookie", "")
    domain = f"; Domain={request.value('domain')}" if request.value("domain") else ""
    headers = [("Set-Cookie", f"{request.value('name', 'session')}=practice; Path=/{domain}")]
    return answer(json.dumps({"cookie": came}), content_type=JSON, headers=headers)


def echo(site, request):
    """Show the request's headers."""
    return answer(json.dumps(dict(request.headers), sort_keys=True), content_type=JSON)


def bad_type(site, request):
    """Send a page as ?type= (default image/png); empty: none at all."""
    kind = request.value("type", "image/png") or None
    return answer(page("Mistyped", "<h1>Mistyped</h1>"), content_type=kind)


def empty(site, request):
    """Send a page of no bytes."""
    return answer("")


def link_to(site, request):
    """Link every ?to=, the last to a page that is fine."""
    return answer(page("Links", links([*request.values("to"), "/fault/empty"])))


FAULTS = {
    "slow": slow,
    "flaky": flaky,
    "retry-after": retry_after,
    "redirect": redirect_to,
    "redirect-loop": redirect_loop,
    "redirect-chain": redirect_chain,
    "soft-404": soft_404,
    "cookie": cookie,
    "echo": echo,
    "bad-type": bad_type,
    "empty": empty,
    "links": link_to,
    "mutate": controls.mutate,
    "set": controls.override,
    "reset": controls.reset,
    **broken.FAULTS,
    **endless.FAULTS,
}
