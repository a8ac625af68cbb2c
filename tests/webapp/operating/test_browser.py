"""What a person sees in a browser while a crawl runs: figures and log go on by themselves."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.crawling import ROOT, wait_for
from tests.daemon.server import PASSWORD, free_port
from tests.webapp.test_server import answers
from webapp.crawls.models import Job, Schedule

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
OPTIONS = ("headless=new", "no-sandbox", "disable-gpu", "no-proxy-server", "window-size=1280,1600")


@pytest.fixture
def site(sqlite_database, tmp_path):
    """The real site on this test's database."""
    address = f"127.0.0.1:{free_port()}"
    env = {
        **os.environ,
        **sqlite_database.env,
        "VAR_DIR": str(tmp_path / "var"),
        "DEBUG": "1",  # static files that were not collected
        "SECRET_KEY": django_settings.SECRET_KEY,
        "SCRAPYD_USERNAME": "ann",
        "SCRAPYD_PASSWORD": PASSWORD,
    }
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "4"]
    with subprocess.Popen(
        [*command, "--bind", address, "webapp.wsgi"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            url = f"http://{address}"
            wait_for(lambda: answers(f"{url}/admin/login/") == 200, what="the site")
            yield url
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def browser(site):
    if not (CHROMIUM and DRIVER):
        pytest.skip("no Chromium: make browser installs it")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in OPTIONS:
        options.add_argument(f"--{option}")
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    driver.get(f"{site}/admin/login/")
    driver.add_cookie({"name": "sessionid", "value": client.cookies["sessionid"].value})
    yield driver
    driver.quit()


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
