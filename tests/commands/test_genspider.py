"""`scrapy genspider` in a copy of the project: what it writes works at once."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.crawling import ROOT, environment

LONG_NAME = "a_name_of_forty_letters_is_the_longest_1"
LONG_URL = f"https://{'shop.' * 40}example/{'folder/' * 20}?a=1&b='%22$HOME"


@pytest.fixture
def project(tmp_path):
    """Copy what belongs to spiders and their saved pages."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "crawlers", tmp_path / "crawlers", ignore=ignored)
    for name in ("scrapy.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tests" / "pages").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "test_pages.py", tmp_path / "tests")
    return tmp_path


def run(project, module, *args):
    return subprocess.run(
        [sys.executable, "-m", module, *args],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def genspider(project, *args):
    return run(project, "scrapy", "genspider", *args)


def files(project):
    return {path for path in project.rglob("*") if "__pycache__" not in path.parts}


def read_pages(project, spider):
    """Run the saved pages of one spider, without this project's Django."""
    options = ["-c", "/dev/null", "--rootdir", ".", "--import-mode=importlib", "-qq"]
    options += ["-p", "no:django", "-p", "no:twisted", "-p", "no:cacheprovider"]
    options += ["-o", "asyncio_mode=auto", "-k", spider, "tests/test_pages.py"]
    return run(project, "pytest", *options)


def test_genspider_writes_a_spider_with_its_saved_page(project):
    before = files(project)
    done = genspider(project, "shop", "shop.example")
    assert (done.returncode, done.stderr) == (0, "")
    pages = project / "tests" / "pages" / "shop"
    written = {project / "crawlers/spiders/shop.py", pages / "index.html", pages / "index.json"}
    assert files(project) - before == written | {pages}
    assert "scrapy fetch --nolog --spider shop" in done.stdout
    read = read_pages(project, "shop")
    assert read.returncode == 0, read.stdout
    named = run(project, "scrapy", "list").stdout.split()
    assert "shop" in named
    assert len(named) == len([*(project / "crawlers/spiders").glob("[a-z]*.py")])


@pytest.mark.parametrize(
    ("name", "url"),
    [("short", "localhost:8000"), (LONG_NAME, LONG_URL)],
)
def test_genspider_writes_what_the_house_would(project, name, url):
    assert genspider(project, name, url).returncode == 0
    written = f"crawlers/spiders/{name}.py"
    for check in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
        done = run(project, *check, written)
        assert done.returncode == 0, done.stdout + done.stderr
    read = read_pages(project, name)
    assert read.returncode == 0, read.stdout


def test_generated_spider_crawls(project, practice_site):
    first = practice_site.url + "/quotes/"
    assert genspider(project, "shop", first).returncode == 0
    feed = project / "shop.jsonl"
    done = run(project, "scrapy", "crawl", "shop", "-O", str(feed), "-s", "DJANGO_ENABLED=0")
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    assert {item["title"] for item in items} == {"Quotes to Scrape"}
    assert {item["url"] for item in items} == {
        first,
        *(f"{first}page/{number}/" for number in range(2, 11)),
    }


def test_hint_saves_a_real_page_and_its_test_asks_to_be_read(project, practice_site):
    hint = genspider(project, "shop", practice_site.url + "/quotes/").stdout
    fetch = next(line for line in hint.splitlines() if line.startswith("  scrapy fetch"))
    command = fetch.replace("scrapy", f"{sys.executable} -m scrapy", 1)
    subprocess.run(command, shell=True, cwd=project, env=environment(), timeout=60, check=True)
    page = project / "tests" / "pages" / "shop" / "first.html"
    assert "<h1>" in page.read_text("utf-8")
    assert "first.json was written: read it" in read_pages(project, "shop").stdout
    (item,) = json.loads(page.with_suffix(".json").read_text("utf-8"))["items"]
    assert item["h1"] == "Quotes to Scrape"
    assert read_pages(project, "shop").returncode == 0


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ([], "give a name and a domain"),
        (["shop"], "give a name and a domain"),
        (["shop", "x.example", "more"], "give a name and a domain"),
        (["My-Shop", "x.example"], "'My-Shop' cannot be a spider's name"),
        (["class", "x.example"], "'class' cannot be"),
        (["site", "x.example"], "'site' cannot be"),
        (["../x", "x.example"], "'../x' cannot be"),
        (["1st", "x.example"], "'1st' cannot be"),
        (["x" * 41, "x.example"], "cannot be"),
        (["spidersilk", "x.example"], "the project's own name"),
        (["books", "x.example"], "there is crawlers/spiders/books.py already"),
        (["shop", "ftp://x.example"], "'ftp://x.example' is neither a domain nor"),
        (["shop", "http://["], "is neither a domain nor"),
        (["shop", ""], "is neither a domain nor"),
        (["shop", "me:secret@x.example"], "without a name, password"),
        (["-t", "nope", "shop", "x.example"], "basic, crawl, csvfeed, site, xmlfeed"),
        (["-d", "nope"], "no template 'nope'"),
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(project, args, sentence):
    before = files(project)
    done = genspider(project, *args)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("scrapy genspider: ")
    assert sentence in line
    assert files(project) == before


def test_spider_is_overwritten_only_by_force(project):
    genspider(project, "shop", "shop.example")
    assert genspider(project, "shop", "other.example").returncode == 2
    written = project / "crawlers" / "spiders" / "shop.py"
    assert '"https://shop.example/"' in written.read_text("utf-8")
    assert genspider(project, "--force", "shop", "other.example").returncode == 0
    assert '"https://other.example/"' in written.read_text("utf-8")


def test_address_cannot_write_code(project):
    genspider(project, "shop", 'https://shop.example/";import this#')
    written = (project / "crawlers" / "spiders" / "shop.py").read_text("utf-8")
    assert 'HOME = "https://shop.example/%22;import%20this"' in written.splitlines()


def test_stock_templates_still_work(project):
    listed = genspider(project, "-l").stdout.split()
    assert listed[-5:] == ["basic", "crawl", "csvfeed", "site", "xmlfeed"]
    for template in ("basic", "crawl", "csvfeed", "xmlfeed"):
        done = genspider(project, "-t", template, template, "x.example")
        assert done.returncode == 0, done.stderr
        written = (project / "crawlers" / "spiders" / f"{template}.py").read_text("utf-8")
        assert f'name = "{template}"' in written
    assert "class $classname" in genspider(project, "-d", "site").stdout
