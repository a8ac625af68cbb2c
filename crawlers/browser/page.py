"""The document in a tab, asked again and again: it may go away between two questions."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import Any, Final

from selenium import webdriver
from selenium.common.exceptions import (
    JavascriptException,
    NoAlertPresentException,
    NoSuchWindowException,
    UnexpectedAlertPresentException,
)

# Seconds between two questions: the first answer is often "in a moment".
_PAUSES: Final = (0.005, 0.01, 0.02, 0.03)
_LONGEST: Final = 0.05
_GONE: Final = ("document unloaded", "aborted by navigation", "context was destroyed")


class PageScripts:
    """Runs the scripts of js/ in a tab; each command ends within BROWSER_SCRIPT_TIMEOUT."""

    def __init__(self, driver: webdriver.Remote) -> None:
        self._driver = driver
        self._sleeping = threading.Event()  # never set: its wait() is a sleep

    def run(self, name: str, *arguments: Any) -> Any:
        """Run a script and return its answer; None if it could not be asked now."""
        return self._asked(self._driver.execute_script, name, arguments)

    def run_async(self, name: str, *arguments: Any) -> Any:
        """Run a script that answers later, by a callback."""
        return self._asked(self._driver.execute_async_script, name, arguments)

    def _asked(self, execute: Any, name: str, arguments: tuple[Any, ...]) -> Any:
        try:
            return execute(_source(name), *arguments)
        except UnexpectedAlertPresentException:
            with suppress(NoAlertPresentException, NoSuchWindowException):
                self._driver.switch_to.alert.dismiss()
        except JavascriptException as error:
            if not any(text in str(error.msg) for text in _GONE):
                raise
        return None

    def tries(self, until: float) -> Iterator[bool]:
        """Yield once for each question, after a pause; the last one, at `until`, is True."""
        pauses = iter(_PAUSES)
        while True:
            is_last = monotonic() >= until
            yield is_last
            if is_last:
                return
            pause = min(next(pauses, _LONGEST), max(0.0, until - monotonic()))
            self._sleeping.wait(pause)


@cache
def _source(name: str) -> str:
    return files("crawlers.browser").joinpath(f"js/{name}.js").read_text("utf-8")
