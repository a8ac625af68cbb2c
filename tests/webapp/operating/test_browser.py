"""What a person sees in a browser while a crawl runs: figures and log go on by themselves."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from selenium.webdriver.common.by import By

from tests.crawling import wait_for
from tests.daemon.server import PASSWORD
from tests.site.payloads import armed
from tests.webapp.beacon import listening, said
from tests.webapp.live import be, browsing, served
from webapp.crawls.models import Job, Schedule


@pytest.fixture
def site(sqlite_database, tmp_path):
    """The real site on this test's database."""
    scrapyd = {"SCRAPYD_USERNAME": "ann", "SCRAPYD_PASSWORD": PASSWORD}
    with served(tmp_path / "var", **sqlite_database.env, **scrapyd) as url:
        yield url


@pytest.fixture
def browser(site):
    with browsing(height=1600) as driver:
        be(driver, site, User.objects.create_superuser("root"))
        yield driver


def text(browser, selector):
    return browser.execute_script(
        "return document.querySelector(arguments[0])?.textContent", selector
    )


def test_page_of_a_job_goes_on_by_itself_and_nothing_of_a_log_runs(browser, site, node, write_log):
    job = Job.objects.create(spider="s", state="running", node=node)
    path = write_log(job, "one <script>document.title = 'hostile'</script>\n")
    browser.get(f"{site}/admin/crawls/job/{job.pk}/change/")
    wait_for(lambda: "one <script>" in (text(browser, ".log-text") or ""), what="the log")
    with path.open("a") as file:
        file.write("two <img src=x onerror=\"document.title = 'hostile'\">\n")
    Job.objects.filter(pk=job.pk).update(pages=41, items_created=40)
    wait_for(lambda: "two <img" in text(browser, ".log-text"), what="the next line")
    wait_for(lambda: text(browser, ".fieldBox.field-pages .readonly") == "41", what="the count")
    assert text(browser, ".fieldBox.field-items_created .readonly") == "40"
    assert text(browser, ".log-text").count("one <script>") == 1
    assert "hostile" not in browser.title
    Job.objects.filter(pk=job.pk).update(state="finished", exit_code=0)
    wait_for(lambda: "Resume" in (text(browser, ".object-tools") or ""), what="the end")
    _list_goes_on(browser, site, node)
    _times_are_shown(browser, site)
    _payloads_are_text(browser, site, node, write_log)


def _payloads_are_text(browser, site, node, write_log):
    job = Job.objects.create(spider="s", state="finished", node=node)
    at = f"{site}/admin/crawls/job/{job.pk}"
    with listening() as beacon:
        write_log(job, "\n".join(armed(f"127.0.0.1:{beacon.server_port}").values()))
        for page in (f"{at}/change/", f"{at}/log/", f"{at}/log/?q={beacon.server_port}"):
            browser.get(page)
            shown = "return document.querySelector('.log-text, ol.found')?.textContent ?? ''"
            wait_for(partial(_has, browser, shown), what=page)
            assert (said(browser), beacon.heard) == ([], []), page


def _has(browser, shown):
    return "<script src" in browser.execute_script(shown)


def _list_goes_on(browser, site, node):
    job = Job.objects.create(spider="s", state="pending", node=node)
    browser.get(f"{site}/admin/crawls/job/")
    Job.objects.filter(pk=job.pk).update(state="running", pages=7)
    wait_for(lambda: text(browser, "td.field-shown_state") == "running", what="the state")
    assert text(browser, "td.field-pages") == "7"


def _times_are_shown(browser, site):
    browser.get(f"{site}/admin/crawls/schedule/add/")
    browser.find_element(By.NAME, "cron").send_keys("30 1 * * *")
    shown = ".field-times .readonly"
    wait_for(lambda: (text(browser, shown) or "").count("01:30:00") == 5, what="five times")
    assert not Schedule.objects.exists()
