"""Saved pages: tests/pages/<spider>/<name>.html, and what it gives beside it in <name>.json.

    {"url": "https://…", "callback": "parse_book", "items": [{"kind": "BookItem", …}],
     "requests": ["https://…"]}

`callback` is "parse" if it is left out; so may be "args" (the spider's arguments), "encoding",
"status", "headers", "meta" and "cb_kwargs", in which an item is written as in "items". A page
without items gets them written once, and its test fails until a person has read them.
"""

import datetime
import decimal
import inspect
import json
from pathlib import Path

import pytest
from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

import crawlers.items

PAGES = Path(__file__).parent / "pages"
SETTINGS = Settings({"SPIDER_MODULES": ["crawlers.spiders"]})
LOADER = SpiderLoader.from_settings(SETTINGS)
SAVED = sorted(PAGES.glob("*/*.html"))


@pytest.mark.parametrize("spider", sorted(LOADER.list()))
def test_spider_has_a_saved_page(spider):
    assert list((PAGES / spider).glob("*.html")), f"save a page of it in tests/pages/{spider}/"


@pytest.mark.parametrize("path", SAVED, ids=[f"{path.parent.name}/{path.stem}" for path in SAVED])
async def test_saved_page_gives_its_items(path):
    record = path.with_suffix(".json")
    case = json.loads(record.read_text("utf-8")) if record.exists() else {}
    found = await _read(path, case)
    if "items" not in case:
        text = json.dumps(_begun(path, case) | found, ensure_ascii=False, indent=2) + "\n"
        record.write_text(text, "utf-8")
        pytest.fail(f"{record} was written: read it, and correct the spider or its url")
    assert found == {"items": case["items"], "requests": case.get("requests", [])}


def _begun(path, case):
    """Begin the record of a page of which nothing was told: its address is made up."""
    url = f"https://{path.parent.name}.example/{path.name}"
    return {"url": url, "callback": "parse"} | case


async def _read(path, case):
    """Run the page through its callback; returns items and requests as JSON holds them."""
    case = _begun(path, case)
    spider = _spider(path.parent.name, case.get("args", {}))
    callback = getattr(spider, case["callback"])
    outcome = callback(_response(path, case), **_said(case.get("cb_kwargs", {})))
    items, requests = [], []
    for result in await _results(outcome):
        if isinstance(result, Request):
            requests.append(result.url)
        else:
            items.append({"kind": type(result).__name__, **ItemAdapter(result).asdict()})
    return {"items": json.loads(json.dumps(items, default=_plain)), "requests": requests}


def _said(value):
    """Make items of what is written as such."""
    if not isinstance(value, dict):
        return value
    said = {name: _said(each) for name, each in value.items()}
    return getattr(crawlers.items, said.pop("kind"))(**said) if "kind" in said else said


def _spider(name, args):
    cls = LOADER.load(name)
    return cls.from_crawler(Crawler(cls, SETTINGS.copy()), **args)


def _response(path, case):
    return HtmlResponse(
        case["url"],
        body=path.read_bytes(),
        encoding=case.get("encoding"),
        status=case.get("status", 200),
        headers={"Content-Type": "text/html"} | case.get("headers", {}),
        request=Request(case["url"], meta={"depth": 0} | case.get("meta", {})),
    )


async def _results(outcome):
    """Gather what a callback gives, in whichever of Scrapy's forms."""
    if inspect.isasyncgen(outcome):
        return [result async for result in outcome]
    if inspect.isawaitable(outcome):
        outcome = await outcome
    return list(outcome or [])


def _plain(value):
    if isinstance(value, decimal.Decimal | datetime.date):
        return str(value)
    raise TypeError(f"no item holds {value!r}")
