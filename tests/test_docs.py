"""The manual names everything there is, and nothing that is not."""

import dataclasses
import inspect
import re
import runpy
import textwrap
from pathlib import Path

import pytest
from django.core.management import get_commands
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawlers import fields, items, settings
from crawlers.browser.actions import ACTIONS
from crawlers.extensions.outcome import ExitCode
from crawlers.fates import READ, REFUSED, Fate
from pipelines.kind import kind_of
from webapp.accounts.models import Scope
from webapp.accounts.roles import ROLES
from webapp.catalog.api.site import api
from webapp.charts.chart import Shape
from webapp.crawls.models import Rule

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SETTINGS = {name: value for name, value in vars(settings).items() if name.isupper()}
SPIDERS = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawlers.spiders"]}))
PLAIN = (int, float, str)
FRONT = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
VERBS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
PROSE = [*FRONT, *sorted(DOCS.rglob("*.rst"))]


def page(name):
    """Return the source of a page of the reference."""
    return (DOCS / "reference" / f"{name}.rst").read_text("utf-8")


def named(directive, text):
    return re.findall(rf"^\.\. {directive}:: (.+)$", text, re.MULTILINE)


def sections(text):
    """Return the page's sections: title → text."""
    parts = re.split(r"^(.+)\n-{3,}\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text):
    """Return the first two cells of each row of the tables of a text, marks off."""
    found = re.findall(r"^   \* - (.+)\n     -(.*)$", text, re.MULTILINE)
    return {first.strip("`"): second.strip(" `") for first, second in found[1:]}


def sources(*packages):
    return "\n".join(
        path.read_text("utf-8") for package in packages for path in (ROOT / package).rglob("*.py")
    )


def test_settings_are_named():
    assert sorted(named("confval", page("settings"))) == sorted(SETTINGS)


def test_settings_have_the_defaults_that_are_named():
    entry = r"^\.\. confval:: (\w+)\n   :type: .+\n   :default: ``(.+)``\n\n((?:   .+\n)+)"
    entries = re.findall(entry, page("settings"), re.MULTILINE)
    # What the environment changes may be changed here; lists are described in words.
    own = {name: said for name, said, text in entries if ":envvar:" not in text}
    plain = {name: said for name, said in own.items() if isinstance(SETTINGS[name], PLAIN)}
    del plain["USER_AGENT"]  # holds CONTACT
    assert len(plain) > 30
    assert plain == {name: str(SETTINGS[name]) for name in plain}


def test_components_are_named():
    paths = [path for value in SETTINGS.values() if isinstance(value, dict) for path in value]
    paths += SETTINGS["DOWNLOAD_HANDLERS"].values()
    ours = [path for path in paths if path and path.startswith(("crawlers.", "pipelines."))]
    assert len(ours) > 10
    assert [path for path in ours if path.rpartition(".")[2] not in page("settings")] == []


def test_environment_is_named():
    read = re.compile(r'\benv\.\w+\(\s*"(\w+)"|\benviron(?:\.get\(|\[)\s*"(\w+)"')
    found = read.findall(sources("crawlers", "daemon", "pipelines", "webapp"))
    assert set(named("envvar", page("environment"))) == {a or b for a, b in found}


def test_scrapyd_options_are_named():
    conf = (ROOT / "scrapyd.conf").read_text("utf-8").partition("[services]")[0]
    options = re.findall(r"^(\w+) +=", conf, re.MULTILINE)
    assert sorted(named("describe", page("scrapyd-conf"))) == sorted(options)


def test_spiders_are_named():
    assert sorted(sections(page("spiders"))) == sorted(SPIDERS.list())


@pytest.mark.parametrize("name", SPIDERS.list())
def test_arguments_are_named_with_their_help_and_default(name):
    text = sections(page("spiders"))[name]
    entries = re.split(r"^\.\. describe:: -a (\w+)=.*$", text, flags=re.MULTILINE)
    entries = dict(zip(entries[1::2], entries[2::2], strict=True))
    arguments = {argument.name: argument for argument in SPIDERS.load(name).arguments}
    assert sorted(entries) == sorted(arguments)
    for argument in arguments.values():
        assert entries[argument.name].strip().splitlines()[0] == argument.help
        default = argument.default
        assert (f"Default: {default}." in entries[argument.name].replace("``", "")) == (
            default is not None
        )


def test_kinds_are_named():
    assert sorted(sections(page("kinds"))) == sorted(items.__all__)


@pytest.mark.parametrize("name", items.__all__)
def test_fields_of_a_kind_are_named_and_what_is_needed_is_said(name):
    item = getattr(items, name)
    described = rows(sections(page("kinds"))[name])
    assert list(described) == [field.name for field in dataclasses.fields(item)]
    needed = {plan.name for plan in kind_of(item.model).columns if plan.required}
    assert {field for field, text in described.items() if "needed" in text} == needed


def test_exit_codes_are_named():
    codes = [f"{code.value} {code.name}" for code in ExitCode]
    assert named("describe", page("exit-codes")) == codes


def test_fates_are_named():
    parts = sections(page("fates"))
    titles = ("Done", "Failed", "Refused")
    done, failed, refused = (named("describe", parts[title]) for title in titles)
    assert set(done) == set(READ)
    assert set(refused) == set(REFUSED)
    assert set(failed) == {fate.value for fate in Fate} - REFUSED - READ | {"http_<status>"}


def test_actions_are_named_as_they_are_written():
    described = named("describe", sections(page("browser"))["Actions"])
    assert described == [
        f"{kind.__name__}{str(inspect.signature(kind)).replace(chr(39), chr(34))}"
        for kind in map(_unannotated, ACTIONS.values())
    ]


def _unannotated(kind):
    """Return a function of the same name and parameters, without their types."""
    signature = inspect.signature(kind)
    bare = [
        each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()
    ]
    made = type(kind.__name__, (), {})
    made.__signature__ = inspect.Signature(bare)
    return made


def test_statistics_are_named():
    count = r'(?:inc_value|_count)\(\s*f?"((?:pages|items|links|browser)/[a-z_]*)'
    counted = set(re.findall(count, sources("crawlers", "pipelines")))
    assert len(counted) > 5
    assert {name for name in counted if name not in page("statistics")} == set()


def test_metrics_are_named():
    families = r'(Gauge|Counter)MetricFamily\(\s*"(spidersilk_\w+)"'
    found = re.findall(families, sources("webapp/crawls/monitoring"))
    assert len(found) > 10
    assert sorted(named("describe", page("metrics"))) == sorted(
        f"{name}_total" if sort == "Counter" else name for sort, name in found
    )


def test_tasks_are_named():
    folders = ("webapp/crawls/tasks", "webapp/catalog/tasks")
    found = re.findall(r'@app\.task\(name="(\w+\.\w+)"', sources(*folders))
    assert sorted(named("describe", page("tasks"))) == sorted(found)


def test_checks_of_rules_are_named():
    assert named("describe", page("alerts")) == Rule.Check.values


def test_make_verbs_are_named():
    assert described_after("make") == VERBS


def test_commands_are_named():
    ours = {name for name, app in get_commands().items() if app.startswith("webapp.")}
    assert described_after("python -m webapp") == ours
    modules = (ROOT / "crawlers/commands").glob("*.py")
    commands = {path.stem for path in modules if "class Command" in path.read_text("utf-8")}
    assert set() < commands <= described_after("scrapy")


def test_questions_to_the_api_are_named():
    described = {line.removeprefix("GET ") for line in named("describe", page("api"))}
    assert described == set(api.general_schema()["paths"])
    assert [scope for scope in Scope if f"Scope *{scope}*" not in page("api")] == []


def test_charts_are_named_with_their_shapes():
    assert [shape for shape in Shape if f"``{shape}``" not in page("charts")] == []
    others = {"time", "links", "rating-against-price", "tags-together", "price", "category"}
    assert [name for name in others if name not in page("charts")] == []


def test_roles_are_named():
    text = (DOCS / "howto/who-may-see.rst").read_text("utf-8")
    assert [role for role in ROLES if f"``{role}``" not in text] == []


def described_after(start):
    lines = named("describe", page("commands"))
    pattern = re.compile(rf"{re.escape(start)} ([\w-]+)")
    return {found[1] for line in lines if (found := pattern.match(line))}


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.stem)
def test_make_commands_exist(path):
    used = re.findall(r"(?:`|\$ )make ([a-z-]+)", path.read_text("utf-8"))
    assert set(used) - VERBS == set()


@pytest.mark.parametrize("path", FRONT, ids=lambda path: path.stem)
def test_links_lead_to_files(path):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def readme_spider():
    (code,) = re.findall(r"```python\n(.+?)```", FRONT[0].read_text("utf-8"), re.DOTALL)
    return code


def test_spider_of_the_readme_runs(tmp_path):
    path = tmp_path / "travel.py"
    path.write_text(readme_spider(), "utf-8")
    spider = runpy.run_path(str(path))["TravelSpider"]()
    saved = ROOT / "tests/pages/books"
    books = list(spider.parse(response(saved / "category.html", spider.start_urls[0])))
    assert books
    assert {(type(each), each.callback) for each in books} == {(Request, spider.parse_book)}
    (item,) = spider.parse_book(response(saved / "book.html", books[0].url))
    assert (item.upc, item.title) == ("93f36a59c40caf69", "Keiko Jansen: A Life")
    assert (str(item.price), item.currency) == ("22.05", "GBP")


def response(path, url):
    return HtmlResponse(url, body=path.read_bytes(), encoding="utf-8")


def test_spider_of_the_tutorial_is_that_of_the_readme():
    tutorial = (DOCS / "tutorial/your-own-spider.rst").read_text("utf-8")
    assert textwrap.indent(readme_spider(), "   ") in tutorial


@pytest.mark.parametrize("name", ["price", "currency", "count", "date"])
def test_parsing_examples_are_right(name):
    read = getattr(fields, name)
    for text, said in rows(sections(page("parsing"))[name]).items():
        shown = {text: "unread", "": "empty"}.get(read(text), str(read(text)))
        assert (text, said) == (text, shown)
