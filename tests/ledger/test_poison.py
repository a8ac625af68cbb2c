"""A page that kills its worker is given up after three; its neighbours are not."""

from tests.crawling import crawl, running_crawl
from webapp.crawls.models import HostLease, Job, Visit, Worker

SETTINGS = {"SPIDER_MODULES": "tests.practice_spiders.tree"}


def test_page_that_kills_its_worker_three_times_is_failed(database, practice_site, tmp_path):
    witness = tmp_path / "witness"
    args = {"url": practice_site.url, "witness": witness, "poison": "0.1"}
    codes = []
    while not codes or (codes[-1] == -9 and len(codes) < 6):
        with running_crawl("tree", args=args, settings=SETTINGS, env=database.env) as process:
            codes.append(process.wait(60))
    # Failed pages make a crawl incomplete.
    assert codes == [-9, -9, -9, 3]
    poison = Visit.objects.get(url__endswith="?node=0.1")
    assert (poison.state, poison.fate, poison.deaths) == ("failed", "killed_worker", 3)
    assert "3 workers died" in poison.text
    others = Visit.objects.exclude(pk=poison.pk)
    assert set(others.values_list("state", "fate")) == {("done", "stored")}
    assert others.count() == 26 - 1 - 3  # its own three children are never named
    job = Job.objects.get()
    assert (job.state, job.exit_code) == ("finished", 3)
    assert job.errors == 1
    assert Worker.objects.filter(state="lost").count() == 3
    assert HostLease.objects.get().failed == 1
    read = witness.read_text().split()
    assert read.count("0.1") == 3


def test_callback_that_raised_keeps_its_traceback_and_its_items(database, practice_site, tmp_path):
    witness = tmp_path / "witness"
    args = {"url": practice_site.url, "witness": witness, "odd": "raise"}
    ended = crawl("tree", args=args, settings=SETTINGS, env=database.env)
    assert ended.returncode == 3
    visit = Visit.objects.get(fate="callback_error")
    assert (visit.state, visit.items, visit.attempts) == ("failed", 1, 1)
    assert "ZeroDivisionError: no parse" in visit.text
    assert "in odd" in visit.text


def test_request_that_cannot_be_stored_costs_itself_and_says_why(
    database, practice_site, tmp_path
):
    witness = tmp_path / "witness"
    args = {"url": practice_site.url, "witness": witness, "odd": "lock offsite"}
    ended = crawl("tree", args=args, settings=SETTINGS, env=database.env)
    assert ended.returncode == 3
    lock = Visit.objects.get(fate="not_storable")
    said = "meta['lock'] is a _thread.lock, which JSON cannot keep"
    assert (lock.state, said in lock.text) == ("failed", True)
    assert f"Not asked for: <GET {lock.url}>: {said}" in ended.stderr
    assert "Traceback" not in ended.stderr
    offsite = Visit.objects.get(fate="offsite")
    assert (offsite.state, offsite.url) == ("refused", "http://offsite.example/")
    assert offsite.parent == Visit.objects.get(url__endswith="?node=0").fingerprint
    assert len(witness.read_text().split()) == 26
    assert Visit.objects.filter(state="done").count() == 26
