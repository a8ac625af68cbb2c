"""`scrapy crawl` on a terminal: a live line and a summary in the log's place."""

from tests.crawling import command
from tests.terminal import run_on_terminal
from webapp.crawls.models import Job

ALONE = {"DJANGO_ENABLED": 0}


def test_terminal_shows_progress_and_the_summary_but_no_log(practice_site, sqlite_database):
    args = {"base_url": practice_site.url + "/quotes/"}
    settings = {"DOWNLOAD_DELAY": 0.02}
    line = command("quotes", args=args, settings=settings)
    code, shown = run_on_terminal(line, env=sqlite_database.env)
    assert code == 0
    assert "quotes: 0 pages, 0 items" in shown
    address = f"http://127.0.0.1:8000/admin/crawls/job/{Job.objects.get().pk}/change/"
    assert shown.rstrip().endswith(f"In the admin (after `make site`): {address}")
    table = shown.partition("quotes: finished, exit code 0\n")[2]
    assert "│ items created │ 150 │" in table
    assert "INFO" not in shown


def test_terminal_shows_refused_items_on_unbroken_lines(practice_site, sqlite_database):
    args = {"base_url": practice_site.url + "/fault/books/"}
    code, shown = run_on_terminal(command("books", args=args), env=sqlite_database.env, columns=60)
    assert code == 3
    page = practice_site.url + "/fault/books/catalogue/upc-missing_11/index.html"
    assert f"WARNING: Dropped: catalog.Book rejected: upc is missing ({page})\n" in shown
    assert "│ items rejected  │ 4   │" in shown


def test_terminal_names_failed_and_refused_fates_apart(practice_site):
    wanted = [practice_site.url + path for path in ("/fault/404", "/private/secret.html")]
    args = {"url": " ".join(wanted)}
    code, shown = run_on_terminal(command("pages", args=args, settings=ALONE))
    assert code == 3
    assert "│ pages failed  │ 1 (http_404 1) │" in shown
    assert "│ pages refused │ 1 (robots 1)   │" in shown


def test_terminal_says_why_a_crawl_did_not_start(tmp_path):
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    code, shown = run_on_terminal(command("books"), env=env)
    assert code == 1
    assert "are not applied to the database: run `python -m webapp migrate`" in shown
    assert shown.endswith("books: database_not_migrated, exit code 1\n")


def test_terminal_log_that_was_asked_for_is_shown(practice_site):
    args = {"base_url": practice_site.url + "/quotes/", "limit": 3}
    line = command("quotes", "-L", "INFO", args=args, settings=ALONE)
    assert "INFO: Closing spider (limit)" in run_on_terminal(line)[1]
    line = command("quotes", args=args, settings=ALONE)
    assert "INFO: Closing spider" in run_on_terminal(line, env={"LOG_LEVEL": "INFO"})[1]


def test_terminal_leaves_the_log_file_whole(practice_site, tmp_path):
    log = tmp_path / "crawl.log"
    args = {"base_url": practice_site.url + "/quotes/", "limit": 3}
    line = command("quotes", "--logfile", str(log), args=args, settings=ALONE)
    code, shown = run_on_terminal(line)
    assert code == 5
    assert "INFO" not in shown
    assert "INFO: Spider closed (limit)" in log.read_text("utf-8")
