"""The document in a tab, spoken to in slices short enough to notice a page that hangs."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import Any, Final

from selenium import webdriver
from selenium.common.exceptions import JavascriptException

_SLICE: Final = 2.0  # seconds in one command; much shorter than a script may take


class PageScripts:
    """Runs the scripts of js/ in a tab. `script_timeout` bounds each command, in seconds."""

    def __init__(self, driver: webdriver.Remote, script_timeout: float) -> None:
        self._driver = driver
        self._slice = min(_SLICE, script_timeout / 2)

    def run(self, name: str, *arguments: Any) -> Any:
        """Run a script once; None if the document went away meanwhile."""
        try:
            return self._driver.execute_async_script(_source(name), *arguments)
        except JavascriptException as error:
            if "document unloaded" in str(error.msg):
                return None
            raise

    def slices(self, deadline: float) -> Iterator[float]:
        """Yield how many milliseconds each try may wait, the last one at the deadline."""
        while True:
            rest = max(0.0, deadline - monotonic())
            yield 1000 * min(self._slice, rest)
            if rest <= self._slice and monotonic() >= deadline:
                return


@cache
def _source(name: str) -> str:
    return files("crawlers.browser").joinpath(f"js/{name}.js").read_text("utf-8")
