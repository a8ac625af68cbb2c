"""The practice site does what it says: other tests lean on it."""

import http.client
import signal
import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import pytest
from parsel import Selector

from tests.site.general import general_pages
from tests.site.process import ROOT
from tests.site.site import Site


@pytest.fixture
def fetch(practice_site):
    """Fetch over one kept-alive connection, as long as it lasts."""
    connection = http.client.HTTPConnection(urlsplit(practice_site.url).netloc, timeout=10)

    def get(path, *, method="GET", body=None):
        connection.request(method, path, body=body)
        response = connection.getresponse()
        return response, response.read()

    yield get
    connection.close()


@pytest.fixture(scope="module")
def site():
    return Site()


def test_process_prints_its_address_and_ends_cleanly():
    for ending in (signal.SIGTERM, signal.SIGINT):
        command = [sys.executable, "-m", "tests.site", "--books", "1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            url = process.stdout.readline().strip()
            process.send_signal(ending)
            assert process.wait(10) == 0
        assert urlsplit(url).hostname == "127.0.0.1"
        assert urlsplit(url).port > 0


def test_pages_are_the_same_bytes_in_every_process(fetch, site):
    for path, known in list(site.pages.items())[::40]:
        response, body = fetch(path.replace(" ", "%20"))
        assert response.status == 200
        assert body == known.partition(b"\r\n\r\n")[2], path


def test_another_seed_is_another_site(site):
    other = Site(seed=1, books=20, quotes=10, pages=20)
    assert other.pages["/books/"] != site.pages["/books/"]
    assert other.pages["/quotes/"] != site.pages["/quotes/"]


def test_books_are_1000_in_50_categories(fetch, practice_site):
    categories = _links(fetch, "/books/", ".side_categories ul ul a")
    shelves = {category: _follow(fetch, category) for category in categories}
    books = {book for shelf in shelves.values() for book in shelf}
    assert len(categories) == 50
    assert len(shelves["/books/catalogue/category/books/travel_2/index.html"]) == 11
    assert sum(map(len, shelves.values())) == len(books) == 1000
    assert practice_site.hits()["/books/catalogue/category/books/mystery_3/page-2.html"] == 1


def test_every_list_of_all_books_has_50_pages(fetch):
    assert len(_follow(fetch, "/books/")) == 1000
    assert len(_follow(fetch, "/books/catalogue/category/books_1/index.html")) == 1000


def test_book_page_links_its_category_and_picture(fetch):
    path = _links(fetch, "/books/", "h3 a")[0]
    for css in ("ul.breadcrumb a", "#product_gallery img"):
        for link in _links(fetch, path, css):
            assert fetch(link)[0].status == 200


def test_quotes_are_100_by_50_authors(fetch):
    path, texts, authors = "/quotes/page/1/", set(), set()
    while path:
        quotes = _select(fetch, path).css("div.quote")
        texts |= set(quotes.css("span.text::text").getall())
        authors |= set(_links(fetch, path, "small.author + a"))
        path = next(iter(_links(fetch, path, "li.next a")), None)
    assert len(texts) == 100
    assert all(text[0] == "“" and text[-1] == "”" for text in texts)
    assert len(authors) == 50
    for author in authors:
        assert _select(fetch, author).css("span.author-born-location::text").get()[:3] == "in "


def test_tags_of_quotes_have_lists(fetch):
    tags = {tag for page in (1, 2) for tag in _links(fetch, f"/quotes/page/{page}/", "a.tag")}
    assert tags
    assert all(fetch(tag)[0].status == 200 for tag in tags)


def test_general_site_is_linked_and_without_failures(fetch, site, practice_site):
    own = {path for path in site.pages if path.startswith("/site/")}
    queue, seen, found = ["/site/"], set(), set()
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen.add(path)
        response, body = fetch(path)
        assert response.status == 200, path
        found.add(path.partition("?")[0].replace("%6e", "n"))
        if response.headers.get_content_type() == "text/html":
            queue += _inside(practice_site.url + path, body, response)
    assert own - found <= {path for path in own if path.endswith("/index.html")}
    pages = {path.removesuffix("index.html") for path in found if "/files/" not in path}
    assert len(pages - {"/site/list.html"}) + 5 == 120


def test_general_site_has_as_many_pages_as_asked():
    for count in (17, 20, 120):
        pages = {path.removesuffix("index.html") for path in general_pages(0, count)}
        assert len({path for path in pages if not path.startswith("files/")}) + 6 == count


def test_robots_forbid_only_the_private(fetch):
    assert fetch("/robots.txt")[1] == b"User-agent: *\nDisallow: /private/\n"
    assert fetch("/private/secret.html")[0].status == 200


def test_folder_without_slash_redirects(fetch):
    response, _ = fetch("/books?a=1")
    assert (response.status, response.headers["Location"]) == (308, "/books/?a=1")


def test_head_has_no_body(fetch):
    response, body = fetch("/books/", method="HEAD")
    assert int(response.headers["Content-Length"]) > 1000
    assert body == b""
    assert fetch("/quotes/")[0].status == 200


def test_hits_count_paths_and_targets(fetch, practice_site):
    for path in ("/site/?a=1", "/site/?a=2", "/nowhere"):
        fetch(path)
    assert practice_site.hits() == {"/site/": 2, "/nowhere": 1}
    assert practice_site.hits(query=True) == {"/site/?a=1": 1, "/site/?a=2": 1, "/nowhere": 1}


def _select(fetch, path):
    return Selector(fetch(path)[1].decode())


def _links(fetch, path, css):
    nodes = _select(fetch, path).css(css)
    links = [node.attrib.get("href") or node.attrib["src"] for node in nodes]
    return list(dict.fromkeys(urljoin(path, link) for link in links))


def _follow(fetch, path):
    """Gather a list's books over all its pages."""
    books = []
    while path:
        page = _select(fetch, path)
        links = page.css("article.product_pod h3 a::attr(href)").getall()
        books += [urljoin(path, link) for link in links]
        following = page.css("li.next a::attr(href)").get()
        path = urljoin(path, following) if following else None
    return books


def _inside(url, body, response):
    """Gather links to /site/ itself, as a browser would join them."""
    text = body.decode(response.headers.get_content_charset())
    for link in Selector(text).css("a::attr(href)").getall():
        try:
            parts = urlsplit(urljoin(url, link.strip()))
        except ValueError:
            continue
        if parts.hostname == "127.0.0.1" and parts.path.startswith("/site/"):
            yield parts.path + ("?" + parts.query if parts.query else "")
