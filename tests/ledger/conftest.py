"""A site of more than a thousand pages, as new for each test."""

import pytest

from tests.site.process import running_site

PAGES = 1100


@pytest.fixture(scope="session")
def _big_site():
    with running_site("--pages", str(PAGES)) as site:
        yield site


@pytest.fixture
def big_site(_big_site):
    """The practice site with 1,100 pages below /site/."""
    _big_site.reset()
    return _big_site


@pytest.fixture(scope="session")
def undisturbed(_big_site, sqlite_template, tmp_path_factory, django_db_blocker):
    """What one crawl of the big site leaves when nothing happens to it: rows, visits, hits."""
    import shutil  # noqa: PLC0415

    from tests.crawling import crawl  # noqa: PLC0415
    from tests.databases import Database, connect  # noqa: PLC0415
    from tests.ledger.rows import rows, visits  # noqa: PLC0415

    path = tmp_path_factory.mktemp("undisturbed") / "db.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    _big_site.reset()
    ended = crawl("pages", args={"url": f"{_big_site.url}/site/"}, env=database.env)
    assert ended.returncode == 0, ended.stderr[-3000:]
    hits = sum(_big_site.hits(query=True).values())
    with django_db_blocker.unblock():
        connect(database.url)
        found = rows(), visits(), hits
        connect("sqlite://")
    return found
