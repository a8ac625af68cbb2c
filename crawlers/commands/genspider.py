"""`scrapy genspider` that writes a spider of this house, and the saved page that tests it."""

import argparse
import json
import keyword
import re
import shlex
import sys
from pathlib import Path
from string import Template
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from itemadapter import ItemAdapter
from scrapy.commands import genspider
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader
from w3lib.url import safe_url_string

import crawlers
from crawlers.arguments import web_url
from crawlers.extensions.outcome import ExitCode
from crawlers.items import PageItem
from crawlers.urls import canonical, site

HOUSE: Final = "site"  # our template; the others are Scrapy's own

_PACKAGE: Final = Path(crawlers.__path__[0])
_TEMPLATES: Final = _PACKAGE / "templates" / "spiders"
_TEMPLATE: Final = _TEMPLATES / f"{HOUSE}.tmpl"
_LONGEST: Final = 40  # letters of a name, so that the lines of the template keep to the house's 99
_NAME: Final = re.compile(rf"[a-z][a-z0-9_]{{0,{_LONGEST - 1}}}")
# Letters of a URL that would end, or change, the text that it stands in.
_UNSAFE: Final = re.compile(r"[^!#-\[\]-~]")

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head><title>An example page</title></head>
<body>
<h1>An example</h1>
<p>Save a real page of the site in this one's place.</p>
<p class="next"><a href="page-2.html">Next</a></p>
</body>
</html>
"""
_HINT: Final = """Created spider $name:
  $spider
  $page  (an example: it passes `pytest tests/test_pages.py`)

Save a real page of it, let the test write what was read, and read that before you believe it:
  scrapy fetch --nolog --spider $name -s DJANGO_ENABLED=0 $url > $folder/first.html
  pytest tests/test_pages.py
Crawl it, without a database:
  scrapy crawl $name -a limit=5 -O $name.jsonl -s DJANGO_ENABLED=0"""


class Command(genspider.Command):
    """Adds the template `site`, which is the default, to Scrapy's own."""

    def syntax(self) -> str:
        return "[options] <name> <domain or first page>"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.set_defaults(template=HOUSE)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self._run(args, opts)
        except (UsageError, OSError) as error:
            print(f"scrapy genspider: {error}", file=sys.stderr)  # noqa: T201 -- a command's answer
            is_usage = isinstance(error, UsageError)
            self.exitcode = ExitCode.USAGE if is_usage else ExitCode.NOT_STARTED

    def _run(self, args: list[str], opts: argparse.Namespace) -> None:
        wanted = opts.dump or opts.template
        if not opts.list and self._find_template(wanted) is None:
            raise UsageError(f"no template {wanted!r}. There are: {', '.join(self._templates())}.")
        if not opts.list and not opts.dump:
            name, url = _checked(args)
            self._check_new(name, force=opts.force)
            args = [name, url]
        super().run(args, opts)

    def _check_new(self, name: str, *, force: bool) -> None:
        assert self.settings is not None
        if name == self.settings["BOT_NAME"]:
            raise UsageError(f"{name!r} is the project's own name: take another.")
        if force:
            return
        found = [_short(path) for path in _files(name) if path.exists()]
        if not found and name in get_spider_loader(self.settings).list():
            found = [f"a spider {name!r}"]
        if found:
            raise UsageError(f"there is {', '.join(found)} already: --force overwrites it.")

    def _genspider(
        self, module: str, name: str, url: str, template_name: str, template_file: Any
    ) -> Path:
        if Path(template_file) != _TEMPLATE:
            return super()._genspider(module, name, url, template_name, template_file)
        spider, page, record = _files(name)
        if not page.parent.parent.is_dir():
            raise UsageError(f"there is no {page.parent.parent}: a checkout has one.")
        words = self._generate_template_variables(module, name, url, template_name)
        host = site(canonical(url))
        words["domain"] = host if len(host) <= _LONGEST else name
        page.parent.mkdir(exist_ok=True)
        page.write_text(_PAGE, "utf-8")
        record.write_text(_record(url), "utf-8")
        spider.write_text(Template(_TEMPLATE.read_text("utf-8")).substitute(words), "utf-8")
        words = {"name": name, "url": shlex.quote(url), "spider": _short(spider)}
        words |= {"page": _short(page), "folder": _short(page.parent)}
        print(Template(_HINT).substitute(words))  # noqa: T201 -- a command's answer
        return spider

    def _find_template(self, template: str) -> Path | None:
        name = template if template.endswith(".tmpl") else f"{template}.tmpl"
        places = (Path(name), _TEMPLATES / name, Path(self.templates_dir, name))
        return next((path for path in places if path.is_file()), None)

    def _list_templates(self) -> None:
        print("Available templates:", *self._templates(), sep="\n  ")  # noqa: T201 -- as above

    def _templates(self) -> list[str]:
        places = (_TEMPLATES, Path(self.templates_dir))
        return sorted({path.stem for place in places for path in place.glob("*.tmpl")})


def _checked(args: list[str]) -> tuple[str, str]:
    """Return the name and the first page's address; raises UsageError with one sentence."""
    if len(args) != 2:  # noqa: PLR2004 -- name and domain
        raise UsageError("give a name and a domain: scrapy genspider shop shop.example")
    name, given = args
    # The template's class for a spider "site" would have its base's name.
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name.strip("_") == "site":
        raise UsageError(
            f"{name!r} cannot be a spider's name: take a word of a-z, 0-9 and _, up to"
            f" {_LONGEST} letters, that begins with a letter and is no word of Python's or ours."
        )
    try:
        url = safe_url_string(web_url(given if "://" in given else f"https://{given}"))
        canonical(url)
        parts = urlsplit(url)
    except ValueError:
        raise UsageError(f"{given!r} is neither a domain nor an http or https address.") from None
    if _UNSAFE.search(url) or "@" in parts.netloc:
        raise UsageError(f"{given!r}: an address without a name, password or odd letters, please.")
    return name, url if parts.path else parts._replace(path="/").geturl()


def _files(name: str) -> tuple[Path, Path, Path]:
    pages = _PACKAGE.parent / "tests" / "pages" / name
    return _PACKAGE / "spiders" / f"{name}.py", pages / "index.html", pages / "index.json"


def _short(path: Path) -> str:
    return str(path.relative_to(_PACKAGE.parent))


def _record(url: str) -> str:
    """Write down what the new spider reads on the example page."""
    item = PageItem(
        url=canonical(url), title="An example page", h1="An example", status=200, depth=0
    )
    items = [{"kind": "PageItem", **ItemAdapter(item).asdict()}]
    requests = [urljoin(url, "page-2.html")]
    return json.dumps({"url": url, "items": items, "requests": requests}, indent=2) + "\n"
