"""Deploys: what is tried and passes runs, whatever lies beside it; what fails changes nothing."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.crawling import ROOT, wait_for
from tests.daemon.server import PASSWORD, copy_of_the_tree, plain_project, scrapyd
from tests.site.process import running_site
from webapp.crawls import ordering
from webapp.crawls.models import Egg, Job, Spider

BIN = Path(sys.executable).parent
SPIDERS = len([*(ROOT / "crawlers/spiders").glob("[a-z]*.py")])


@pytest.fixture(scope="module")
def site():
    with running_site() as running:
        yield running


@pytest.fixture
def tree(tmp_path):
    """A copy of this checkout that may be changed."""
    return copy_of_the_tree(tmp_path / "tree")


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def deploy(tree, node, *options, command=(sys.executable, "-m", "daemon.deploy")):
    """Deploy a tree as its user does."""
    conf = tree / "scrapy.cfg"
    conf.write_text(re.sub(r"http://127.0.0.1:\d+", node.url.rstrip("/"), conf.read_text()))
    env = {**os.environ, "SCRAPYD_USERNAME": "ann", "SCRAPYD_PASSWORD": PASSWORD,
           "NO_PROXY": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    return subprocess.run(
        [*command, *options], cwd=tree, env=env, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def versions(node):
    return node.api("listversions", project="spidersilk")["versions"]


def change(tree, mark):
    """Make the tree's pages spider one that is told from ours."""
    path = tree / "crawlers" / "spiders" / "quotes.py"
    path.write_text(path.read_text().replace('name = "quotes"', f'name = "{mark}"'))


def test_a_deployed_version_runs_and_not_the_tree(database, var, tree, site, tmp_path):
    change(tree, "deployed")
    before = files(tree)
    # Started where this checkout's own packages are first on the path.
    shutil.copytree(tree, started := tmp_path / "started")
    change(started, "on_disk")
    with scrapyd(started, var, database.env | {"PYTHONPATH": str(started)}) as node:
        done = deploy(tree, node, "--version", "1.0")
        assert (done.returncode, json.loads(done.stdout)["spiders"]) == (0, SPIDERS), done.stderr
        assert files(tree) == before
        assert versions(node) == ["1.0"]
        spiders = node.api("listspiders", project="spidersilk")["spiders"]
        assert "deployed" in spiders
        assert "quotes" not in spiders
        node.schedule("deployed", "spidersilk", jobid="q", base_url=f"{site.url}/quotes/", limit=3)
        wait_for(lambda: Job.objects.get(jobid="q").exit_code is not None, what="it to end")
        job = Job.objects.get(jobid="q")
        assert (job.state, job.finish_reason, job.exit_code) == ("finished", "limit", 5)
        assert job.version.endswith(" 1.0")
        assert job.arguments["limit"] == 3
        declared = Spider.objects.get(name="deployed", version="1.0")
        assert declared.declares
        assert {each["name"] for each in declared.arguments} >= {"limit", "base_url"}


def test_what_fails_its_trial_changes_nothing(sqlite_database, var, tree, project):
    with scrapyd(project, var, sqlite_database.env) as node:
        assert deploy(tree, node, "--version", "good").returncode == 0
        spider = tree / "crawlers" / "spiders" / "quotes.py"
        whole = spider.read_text()
        spider.write_text(whole + "\nimport nothing_there\n")
        plain = [BIN / "scrapyd-deploy"]
        for number, command in enumerate((plain, [sys.executable, "-m", "daemon.deploy"])):
            done = deploy(tree, node, "--version", f"bad{number}", command=command)
            assert done.returncode == 1
            assert "ModuleNotFoundError: No module named 'nothing_there'" in done.stdout
        spider.write_text(whole)
        settings = tree / "crawlers" / "settings.py"
        kept = settings.read_text()
        settings.write_text(kept.replace("pipelines.addon.DjangoAddon", "pipelines.addon.Gone"))
        done = deploy(tree, node, "--version", "component")
        assert (done.returncode, "Gone" in done.stdout) == (1, True)
        settings.write_text(kept)
        migrations = tree / "webapp" / "crawls" / "migrations"
        last = max(migrations.glob("0*.py"))
        last.rename(migrations / "9999_later.py")
        done = deploy(tree, node, "--version", "ahead")
        assert done.returncode == 1
        assert "Run `python -m webapp migrate`" in done.stdout
        assert versions(node) == ["good"]
        check_refused()


def check_refused():
    refused = Egg.objects.filter(state="refused")
    names = sorted(refused.values_list("version", flat=True))
    assert names == ["ahead", "bad0", "bad1", "component"]
    assert {bytes(egg.content) for egg in refused} == {b""}
    assert all(refused.values_list("error", flat=True))


def test_roll_back_and_again(sqlite_database, var, tree, project, tmp_path):
    with scrapyd(project, var, sqlite_database.env, node_name="east") as node:
        for mark in ("one", "two"):
            copy = copy_of_the_tree(tmp_path / mark)
            change(copy, mark)
            assert deploy(copy, node, "--version", mark).returncode == 0
        assert versions(node) == ["one", "two"]
        egg = Egg.objects.get(version="one")
        from django.utils import timezone  # noqa: PLC0415 -- only here

        Egg.objects.filter(pk=egg.pk).update(chosen=timezone.now())
        assert versions(node) == ["two", "one"]
        assert "one" in node.api("listspiders", project="spidersilk")["spiders"]
        # The same version again takes the place of the first.
        change(copy, "two")
        path = copy / "crawlers" / "spiders" / "quotes.py"
        path.write_text(path.read_text().replace('name = "two"', 'name = "three"'))
        assert deploy(copy, node, "--version", "two").returncode == 0
        assert versions(node) == ["one", "two"]
        assert "three" in node.api("listspiders", project="spidersilk", _version="two")["spiders"]
        # Another node has them too, though nothing was ever sent to it.
        with scrapyd(project, tmp_path / "var", sqlite_database.env, node_name="west") as west:
            assert versions(west) == ["one", "two"]
            assert node.post("delversion", project="spidersilk", version="two")["status"] == "ok"
            assert versions(west) == ["one"]
            ordering.run(
                ordering.RunOrder(spider="one", project="spidersilk", version="two", jobid="late")
            )
            wait_for(lambda: Job.objects.get().state == "failed", what="it to fail")
            assert "no version 'two' of project 'spidersilk'" in Job.objects.get().error
            assert west.post("delproject", project="spidersilk")["status"] == "ok"
            assert node.api("listprojects")["projects"] == ["default"]
            gone = node.post("delproject", project="spidersilk")
            assert (gone["status"], gone["message"]) == ("error", "project 'spidersilk' not found")


def test_the_api_answers_while_a_version_is_tried(sqlite_database, var, tmp_path, project):
    slow = plain_project(tmp_path / "slow")
    (slow / "plainshop" / "settings.py").write_text(
        "import pathlib, time\n"
        f"while not pathlib.Path({str(tmp_path / 'release')!r}).exists(): time.sleep(0.05)\n"
        "SPIDER_MODULES = ['plainshop.spiders']\n"
    )
    (slow / "scrapy.cfg").write_text(
        "[settings]\ndefault = plainshop.settings\n"
        "[deploy]\nurl = http://127.0.0.1:6800/\nproject = slow\nusername = ann\n"
        f"password = {PASSWORD}\n"
    )
    with scrapyd(project, var, sqlite_database.env) as node:
        env = {**os.environ, "NO_PROXY": "127.0.0.1"}
        conf = slow / "scrapy.cfg"
        conf.write_text(conf.read_text().replace("http://127.0.0.1:6800/", node.url))
        deploying = subprocess.Popen(
            [BIN / "scrapyd-deploy"], cwd=slow, env=env, stdout=subprocess.PIPE, text=True
        )
        wait_for(lambda: Egg.objects.filter(state="trying").exists(), what="the trial to begin")
        for _ in range(20):
            assert node.api("daemonstatus")["status"] == "ok"
        node.schedule(jobid="meanwhile")
        wait_for(lambda: node.ran() == ["meanwhile"], what="a job to run meanwhile")
        assert deploying.poll() is None
        (tmp_path / "release").touch()
        said, _ = deploying.communicate(timeout=60)
        assert (deploying.returncode, json.loads(said)["spiders"]) == (0, 2)
    connection.close()
