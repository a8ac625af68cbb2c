"""The lists that need JavaScript store the same quotes as the plain ones."""

import pytest

from tests.crawling import crawl
from webapp.catalog.models import Quote


def said(database, tmp_path, site, **args):
    """Crawl into the database; returns each quote with its author and tags."""
    args |= {"base_url": f"{site.url}/quotes/"}
    done = crawl("quotes", args=args, env=database.env | {"VAR_DIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    quotes = Quote.objects.select_related("author").prefetch_related("tags")
    return {
        (
            quote.key,
            quote.text,
            quote.author.name,
            tuple(sorted(tag.name for tag in quote.tags.all())),
        )
        for quote in quotes
    }


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("js", ["1", "scroll"])
def test_scripted_lists_store_the_same_100_quotes(sqlite_database, tmp_path, site, js):
    scripted = said(sqlite_database, tmp_path, site, js=js)
    assert len(scripted) == 100
    assert said(sqlite_database, tmp_path, site) == scripted


def test_unknown_list_is_refused():
    done = crawl("quotes", args={"js": "2"})
    assert done.returncode == 2
    assert "js must be one of 1, scroll." in done.stderr
