"""An operator's day in the admin, in a real browser: a crawl failed in part and is put back."""

import pytest
from django.contrib.auth.models import Group, User
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.webapp.live import PASSWORD, browsing, log_in, served
from webapp.crawls.models import HostLease, Job, Rejection, Visit


@pytest.fixture
def failed(sqlite_database):
    """A job of five URLs, two of which failed, and an operator who is nothing but that."""
    job = Job.objects.create(spider="pages", jobid="mine", state="failed", exit_code=3, errors=2)
    HostLease.objects.create(job=job, host="a.example", done=3, failed=2)
    for number, fate in enumerate(["stored", "timeout", "stored", "timeout", "stored"]):
        state = "done" if fate == "stored" else "failed"
        where = {"url": f"http://a.example/{number}", "host": "a.example", "payload": "{}"}
        Visit.objects.create(
            job=job, fingerprint=f"{number}", rank=number, state=state, fate=fate, **where
        )
    Rejection.objects.create(job=job, kind="catalog.Page", field="title", reason="too long")
    user = User.objects.create_user("operator", password=PASSWORD)
    user.groups.add(Group.objects.get(name="operator"))
    return sqlite_database


@pytest.mark.usefixtures("browser")
def test_operator_finds_what_failed_and_puts_it_back(failed, site_files):
    with served(site_files, **failed.env) as url, browsing() as driver:

        def follow(text):
            driver.find_element(By.PARTIAL_LINK_TEXT, text).click()

        log_in(driver, url, "operator")
        follow("Admin")
        follow("Jobs")
        follow("Failed")  # the filter at the side
        driver.find_element(By.CSS_SELECTOR, "#result_list tbody th a").click()
        assert "pages" in driver.find_element(By.CSS_SELECTOR, "h2").text
        driver.find_element(By.CSS_SELECTOR, "table.figures a[href*='fate=timeout']").click()
        rows = driver.find_elements(By.CSS_SELECTOR, "#result_list tbody tr")
        assert len(rows) == 2
        driver.find_element(By.ID, "action-toggle").click()
        Select(driver.find_element(By.NAME, "action")).select_by_value("retry")
        driver.find_element(By.CSS_SELECTOR, ".actions button[name=index]").click()
        said = WebDriverWait(driver, 20).until(
            lambda _: driver.find_elements(By.CSS_SELECTOR, ".messagelist li")
        )
        assert "2 URLs are put back" in said[0].text
        assert [e for e in driver.get_log("browser") if "favicon" not in e["message"]] == []
        driver.get(f"{url}/admin/catalog/book/add/")  # an editor's, not an operator's
        assert "may not see" in driver.find_element(By.CSS_SELECTOR, "h1").text
    assert Visit.objects.filter(state="pending", fate="").count() == 2
