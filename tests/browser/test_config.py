"""Settings of the browser: read once, refused with one sentence."""

import re

import pytest
from scrapy.settings import Settings

from crawlers.browser.blocking import Blocking
from crawlers.browser.config import BrowserConfig

WRONG = {
    "BROWSER_TABS": ("0", "BROWSER_TABS='0': a whole number of at least 1 is needed."),
    "BROWSER_RECYCLE_MB": ("a", "BROWSER_RECYCLE_MB='a': a whole number of at least 1 is needed."),
    "BROWSER_PAGE_TIMEOUT": ("soon", "BROWSER_PAGE_TIMEOUT='soon': seconds are needed"),
    "BROWSER_SETTLE": ("nan", "BROWSER_SETTLE='nan': seconds are needed"),
    "BROWSER_WINDOW": ("big", "BROWSER_WINDOW='big': width x height is needed"),
    "BROWSER_BLOCK": ("image", "BROWSER_BLOCK: no kind 'image'; there are images, fonts, media"),
}


def settings(**changed):
    made = Settings()
    made.setmodule("crawlers.settings", priority="project")
    made.setdict(changed, "cmdline")
    return made


def test_defaults_are_right():
    config = BrowserConfig.from_settings(settings())
    assert (config.tabs, config.window, config.page_timeout) == (4, (1280, 1024), 30.0)


@pytest.mark.parametrize("name", WRONG)
def test_wrong_value_is_named(name):
    value, said = WRONG[name]
    with pytest.raises(ValueError, match=re.escape(said)):
        BrowserConfig.from_settings(settings(**{name: value}))


PAGE = "https://www.shop.com/a"


@pytest.mark.parametrize(
    ("entries", "url", "headers", "blocked"),
    [
        (["images"], "https://x.example/a", {"sec-fetch-dest": "image"}, True),
        (["images"], "https://x.example/a", {"sec-fetch-dest": "script"}, False),
        (["images"], "http://x.example/a", {"accept": "image/avif,image/webp"}, True),
        (["css"], "http://x.example/a", {"accept": "text/css,*/*;q=0.1"}, True),
        (["fonts"], "http://x.example/a.woff2?v=1", {"accept": "*/*"}, True),
        (["media"], "http://x.example/a.mp4", {"accept": "*/*"}, True),
        (["media"], "https://x.example/a", {"sec-fetch-dest": "track"}, True),
        (["third-parties"], "https://cdn.shop.com/a", {}, False),
        (["third-parties"], "https://tracker.example/a", {}, True),
        (["third-parties"], "http://127.0.0.2/a", {}, True),
        (["*/ads/*"], "https://www.shop.com/ads/1.js", {}, True),
        (["tracker.example"], "https://a.tracker.example/1.js", {}, True),
        (["*/ads/*"], "https://www.shop.com/app.js", {}, False),
        ([], "https://x.example/a", {"sec-fetch-dest": "image"}, False),
    ],
)
def test_blocking(entries, url, headers, blocked):
    assert Blocking(entries).blocks(url, PAGE, headers) is blocked
