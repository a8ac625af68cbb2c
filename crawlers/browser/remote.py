"""A browser at another WebDriver address: Selenium Grid, or a driver that runs already."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from crawlers.browser.config import BrowserConfig
from crawlers.browser.errors import NoBrowserError
from crawlers.browser.gate import Gate
from crawlers.browser.options import chromium_options, connect
from crawlers.browser.seat import Seat


class RemoteBrowser:
    """Stands where a Chromium of this machine stands: each tab is a browser of its own."""

    def __init__(self, config: BrowserConfig, gate: Gate) -> None:
        self._config, self._gate = config, gate
        self.pages = 0
        self.rooms = 0
        self.is_retired = False

    def room(self, key: str) -> Seat:
        """Open a session, and so a browser."""
        return _RemoteRoom(self, self._gate, self._config, key)

    def is_running(self) -> bool:
        """Say yes: a session that is lost is known only when it is used."""
        return True

    def size(self) -> int:
        """Return 0: its memory is another machine's."""
        return 0

    def stop(self) -> None:
        """Do nothing: each tab ends its own browser."""


class _RemoteRoom(Seat):
    def __init__(self, browser: Any, gate: Gate, config: BrowserConfig, key: str) -> None:
        super().__init__(browser, gate, config, key)
        options = chromium_options(config, gate, self.token)
        try:
            self.driver = connect(config.remote_url, options, config)
        except (WebDriverException, HTTPError, OSError) as error:
            self.close()
            reason = getattr(error, "msg", None) or repr(error)
            text = f"No browser at SELENIUM_REMOTE_URL={config.remote_url}: {reason}"
            raise NoBrowserError(text) from error
        self._window = self.driver.current_window_handle
        self.cdp("Page.setDownloadBehavior", behavior="deny")

    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        self.cdp("Network.setCookies", cookies=list(cookies))

    def cookies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.cdp("Network.getAllCookies")["cookies"]
        return found

    def close_popups(self) -> None:
        for handle in self.driver.window_handles:
            if handle != self._window:
                with suppress(WebDriverException):
                    self.driver.switch_to.window(handle)
                    self.driver.close()
                self.driver.switch_to.window(self._window)
