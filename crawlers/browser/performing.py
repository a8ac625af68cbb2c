"""Actions, done in a tab by Selenium, each within its own time."""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Final

from scrapy.http import Request
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    InvalidSelectorException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
    UnexpectedTagNameException,
    WebDriverException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select as SelectElement

from crawlers.browser import actions
from crawlers.browser.actions import Action
from crawlers.browser.config import BrowserConfig
from crawlers.browser.errors import ActionFailedError
from crawlers.browser.kept import KeptFiles
from crawlers.browser.page import PageScripts
from crawlers.browser.scrolling import scroll
from crawlers.browser.seat import Seat

# The element may be ready in a moment.
_NOT_YET: Final = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
)
_WRONG: Final = (
    InvalidElementStateException,
    InvalidSelectorException,
    JavascriptException,
    UnexpectedTagNameException,
    ValueError,
)


class _FailedError(Exception):
    """An action cannot be done; the text says why."""


class Performer:
    """Does one action after another on a page; `deadline` is the page's own (monotonic)."""

    def __init__(
        self, room: Seat, scripts: PageScripts, config: BrowserConfig, deadline: float
    ) -> None:
        self._driver, self._scripts, self._config = room.driver, scripts, config
        self._kept = KeptFiles(config.folder, config.most_kept)
        self._deadline = deadline
        self._ways: dict[type[Action], Callable[[Any, float], Any]] = {
            actions.WaitFor: self._wait_for,
            actions.WaitForFunction: self._wait_for_function,
            actions.Click: self._click,
            actions.Fill: self._fill,
            actions.Select: self._select,
            actions.Press: self._press,
            actions.Scroll: self._scroll,
            actions.Evaluate: self._evaluate,
            actions.Screenshot: self._screenshot,
        }

    def perform(self, action: Action, place: str, request: Request) -> Any:
        """Do an action and return its result; `place` is "2 of 3". Raises ActionFailedError."""
        seconds = getattr(action, "timeout", None) or self._config.action_timeout
        until = min(self._deadline, monotonic() + seconds)
        try:
            return self._ways[type(action)](action, until)
        except (*_NOT_YET, *_WRONG, _FailedError) as error:
            reason = (getattr(error, "msg", None) or str(error)).partition("\n")[0]
            text = f"{request}: action {place}, {action}: {reason}"
            raise ActionFailedError(f"{text}. {self._keep()}") from error

    def _keep(self) -> str:
        """Keep page and picture, and say where."""
        page = self._kept.path(".html")
        picture = page.with_suffix(".png")
        with suppress(WebDriverException):
            page.write_text(self._driver.page_source, "utf-8", "replace")
        with suppress(WebDriverException):
            self._driver.get_screenshot_as_file(str(picture))
        return f"The page as it was: {page} and {picture.name}"

    def _wait_for(self, action: actions.WaitFor, until: float) -> int:
        for _ in self._scripts.tries(until):
            found = self._scripts.run("wait", action.css, action.state)
            if found is not None and found >= 0:
                return int(found)
        raise _FailedError(f"not {action.state} in time")

    def _wait_for_function(self, action: actions.WaitForFunction, until: float) -> Any:
        for _ in self._scripts.tries(until):
            found = self._scripts.run("wait_function", action.expression)
            if found and "error" in found:
                raise _FailedError(found["error"])
            if found and "value" in found:
                return found["value"]
        raise _FailedError("not true in time")

    def _element(self, css: str) -> WebElement:
        return self._driver.find_element(By.CSS_SELECTOR, css)

    def _soon(self, act: Callable[[], Any], until: float) -> Any:
        """Do it as soon as the element lets itself be used."""
        for is_last in self._scripts.tries(until):
            try:
                return act()
            except _NOT_YET:
                if is_last:
                    raise
        return None

    def _click(self, action: actions.Click, until: float) -> None:
        self._soon(lambda: self._element(action.css).click(), until)
        for _ in range(action.times - 1):
            try:
                self._soon(lambda: self._element(action.css).click(), until)
            except NoSuchElementException:
                return

    def _fill(self, action: actions.Fill, until: float) -> None:
        def fill() -> None:
            element = self._element(action.css)
            element.clear()
            element.send_keys(action.text)

        self._soon(fill, until)

    def _select(self, action: actions.Select, until: float) -> str:
        def select() -> str:
            element = SelectElement(self._element(action.css))
            try:
                element.select_by_value(action.option)
            except NoSuchElementException:
                element.select_by_visible_text(action.option)
            return element.first_selected_option.get_dom_attribute("value") or ""

        return str(self._soon(select, until))

    def _press(self, action: actions.Press, until: float) -> None:
        key = key_of(action.key)
        self._soon(lambda: self._element(action.css or "body").send_keys(key), until)

    def _evaluate(self, action: actions.Evaluate, until: float) -> Any:
        found = self._scripts.run_async("evaluate", action.expression)
        if found and "error" in found:
            raise _FailedError(found["error"])
        return found["value"] if found else None

    def _screenshot(self, action: actions.Screenshot, until: float) -> str:
        path = self._kept.path(".png")
        if action.css is None:
            self._driver.get_screenshot_as_file(str(path))
        else:
            css = action.css
            self._soon(lambda: self._element(css).screenshot(str(path)), until)
        return str(path)

    def _scroll(self, action: actions.Scroll, until: float) -> int | list[str]:
        return scroll(self._scripts, action, lambda: monotonic() >= until)


def key_of(name: str) -> str:
    """Return what Selenium sends for a key: one character, or a name such as "ArrowDown"."""
    if len(name) == 1:
        return name
    spelled = "".join(f"_{letter}" if letter.isupper() else letter for letter in name)
    key = getattr(Keys, spelled.strip("_").upper(), None)
    if not isinstance(key, str):
        text = f"no key {name!r}: one character, or such as Enter, Tab, ArrowDown"
        raise ValueError(text)  # noqa: TRY004 -- its name is wrong, not its type
    return key
