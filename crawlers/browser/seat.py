"""What every tab is to the page in it, wherever its browser runs."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import (
    NoAlertPresentException,
    NoSuchWindowException,
    UnexpectedAlertPresentException,
    WebDriverException,
)
from urllib3.exceptions import HTTPError

from crawlers.browser.config import BrowserConfig
from crawlers.browser.gate import Gate


class Seat(ABC):
    """A tab and its place at the gate. Every method but `__init__` may block."""

    driver: webdriver.Remote

    def __init__(self, browser: Any, gate: Gate, config: BrowserConfig, key: str) -> None:
        self.browser, self.key = browser, key
        self.is_spoilt = False
        # A document that was taken bears this mark and the number of its page, so that it is
        # never taken for the next one.
        self.mark = f"page{secrets.token_hex(8)}"
        self.pages = 0
        self._agent = config.user_agent
        self._gate, self._config = gate, config
        self.token = gate.admit()

    @abstractmethod
    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        """Put cookies in, as CDP's CookieParam."""

    @abstractmethod
    def cookies(self) -> list[dict[str, Any]]:
        """Return all cookies, as CDP's Cookie."""

    @abstractmethod
    def close_popups(self) -> None:
        """Close every other tab that the page opened."""

    def cdp(self, command: str, **parameters: Any) -> dict[str, Any]:
        """Send a CDP command to the tab, through the driver."""
        given = {"cmd": command, "params": parameters}
        result: dict[str, Any] = self.driver.execute("executeCdpCommand", given)["value"]
        return result

    def use_agent(self, agent: str) -> None:
        """Say this User-Agent to scripts; requests get the page's own at the gate."""
        if agent != self._agent:
            self.cdp("Emulation.setUserAgentOverride", userAgent=agent)
            self._agent = agent

    def go(self, url: str) -> None:
        """Go to an address; what the last page asks of its reader is answered with yes."""
        try:
            self.driver.get(url)
        except UnexpectedAlertPresentException:
            self.driver.get(url)

    def let_go(self) -> None:
        """Leave a page that asks whether it may be left."""
        with suppress(NoAlertPresentException, NoSuchWindowException):
            self.driver.switch_to.alert.accept()

    def rest(self) -> None:
        """Leave an empty tab: scripts of the last page would go on working."""
        self.go("about:blank")

    def abandon(self) -> None:
        """End the tab under whoever waits for it: a hung page answers nothing else."""
        self._gate.dismiss(self.token)
        self.is_spoilt = True

    def close(self) -> None:
        """Leave no tab, no cookie and no session behind."""
        self.abandon()
        if driver := getattr(self, "driver", None):
            with suppress(WebDriverException, HTTPError, OSError):
                driver.quit()
