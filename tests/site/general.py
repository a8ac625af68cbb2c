"""A plain site with what real sites have: odd links, other languages, files that are no pages."""

import html
import random

from tests.site import words
from tests.site.answers import TEXT, answer, links, page

SECTIONS = ("about", "products", "blog", "docs", "people", "news")
LISTS = 5  # pages that differ only in their query: list.html?page=2
GERMAN = "Größe, Übermut und Straßenbahn: eine Seite in einer anderen Sprache."
FIXED = 6 + LISTS  # index, links, variants, untitled, the German two


def general_pages(seed, count):
    """Render the site: `count` HTML pages (17 at least) and two files, by address under /site/."""
    rng = random.Random(f"general {seed}")
    names = _names(max(count - FIXED - len(SECTIONS), 0))
    pages = {section + "/": answer(_section(rng, section, names)) for section in SECTIONS}
    for section, paths in names.items():
        for index, path in enumerate(paths):
            pages[path] = answer(_article(rng, section, paths, index))
    pages |= _special(rng)
    pages |= _files()
    return pages | {path + "index.html": pages[path] for path in list(pages) if _folder(path)}


def _folder(path):
    return not path or path.endswith("/")


def _names(count):
    names = {section: [] for section in SECTIONS}
    for index in range(count):
        section = SECTIONS[index % len(SECTIONS)]
        names[section].append(f"{section}/page-{len(names[section]) + 1}.html")
    return names


def _nav():
    """Link every section, each in another spelling of the same address."""
    return (
        '<nav><a href="/site/">Home</a> <a href="/site/about/index.html">About</a> '
        '<a href="/site/products/#top">Products</a> <a href="/site/./blog/">Blog</a> '
        '<a href="/site/blog/../docs/">Docs</a> <a href="/site/people/?utm_source=nav">People</a> '
        '<a href="/site/%6eews/">News</a></nav>'
    )


def _body(rng, title, more):
    text = "".join(f"<p>{html.escape(words.paragraph(rng, 4))}</p>\n" for _ in range(3))
    return f"{_nav()}\n<h1>{title}</h1>\n{text}{more}\n<footer>Practice site</footer>"


def _section(rng, section, names):
    title = section.capitalize()
    return page(
        f"{title} | Practice", _body(rng, title, links(f"/site/{p}" for p in names[section]))
    )


def _article(rng, section, paths, index):
    title = html.escape(words.title(rng))
    near = [
        path.split("/")[1] for path in (*paths[index - 1 : index], *paths[index + 1 : index + 2])
    ]
    more = [*near, "./", f"{near[0]}#more", f"{near[0]}?utm_campaign=x"] if near else ["./"]
    return page(f"{title} | {section}", _body(rng, title, links(more)))


def _special(rng):
    home = ["links.html", "/site/variants.html", "untitled.html", "de/", "de/latin1.html"]
    home += [f"list.html?page={number}" for number in range(1, LISTS + 1)]
    return {
        "": answer(page("Practice site", _body(rng, "Practice site", links(home)))),
        "links.html": answer(page("Odd links", _nav() + ODD_LINKS)),
        "untitled.html": answer(page(None, "<p>A page without a title.</p>" + _nav())),
        "de/": answer(page("Größe", f"<h1>Größe</h1><p>{GERMAN}</p>", language="de")),
        "de/latin1.html": answer(
            page("Übermut", f"<h1>Übermut</h1><p>{GERMAN}</p>", language="de").encode("latin-1"),
            content_type="text/html; charset=iso-8859-1",
        ),
    }


def _files():
    return {
        "files/brochure.pdf": answer(PDF, content_type="application/pdf"),
        "files/notes.txt": answer(
            "Notes, and no page: <a href='/site/'>no link</a>\n", content_type=TEXT
        ),
    }


def list_page(request):
    """Answer list.html: its five pages differ only in the query."""
    number = request.value("page", "1")
    if number not in {str(known) for known in range(1, LISTS + 1)}:
        return answer(page("Not found", "<h1>Not found</h1>"), status=404)
    more = links([f"list.html?page={min(int(number) + 1, LISTS)}&utm_medium=list", "/site/"])
    return answer(page(f"List {number}", f"<h1>List, page {number}</h1>{more}"))


def variants(request):
    """Answer variants.html: the same few pages, in other spellings of our own host."""
    host = request.headers.get("host", "127.0.0.1")
    spellings = (
        f"HTTP://{host}/site/about/",
        f"http://{host.upper()}/site/products/",
        f"//{host}/site/blog/",
        f"http://{host}/site/docs/?",
        "/site/list.html?page=2&utm_source=a",
        "/site/list.html?utm_source=b&page=2",
    )
    return answer(page("Spellings", _nav() + links(spellings)))


ODD_LINKS = """<h1>Odd links</h1>
<p><a href="javascript:alert(1)">script</a> <a href="JavaScript:void(0)">script</a>
<a href="mailto:someone@example.com">mail</a> <a href="tel:+4912345">phone</a>
<a href="data:text/html,hello">data</a> <a href="http://[">broken</a>
<a href="http://external.example/page">elsewhere</a> <a href="">itself</a>
<a href="#here">here</a> <a href="?">no query</a> <a>no href</a>
<a href="  /site/about/  ">spaces</a>
<a href="files/brochure.pdf">a PDF</a> <a href="files/notes.txt">a text</a>
<a href="/private/secret.html">forbidden to robots</a> <a href="/site/about/"
rel="nofollow">nofollow</a></p>"""

PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
)
