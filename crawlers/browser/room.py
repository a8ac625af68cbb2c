"""A tab with cookies and storage of its own: a browser context and a WebDriver session to it."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from crawlers.browser.chromium import Chromium
from crawlers.browser.config import BrowserConfig
from crawlers.browser.errors import BrowserCrashError
from crawlers.browser.gate import Gate


class Room:
    """Opened by `Room(…)`, closed by `close()`; both block. Pages of one `key` share it."""

    def __init__(self, chromium: Chromium, gate: Gate, config: BrowserConfig, key: str) -> None:
        self.chromium, self.key = chromium, key
        self.is_spoilt = False
        # A document that was taken bears this mark and the number of its page, so that it is
        # never taken for the next one.
        self.mark = f"page{secrets.token_hex(8)}"
        self.pages = 0
        self._gate, self._config = gate, config
        self.token = gate.admit()
        self._context = ""
        try:
            self.target = self._open_target()
            self.driver = chromium.attach()
            self.driver.switch_to.window(self.target)
        except (WebDriverException, HTTPError, BrowserCrashError) as error:
            self.close()
            raise BrowserCrashError(f"The browser opens no tab: {error!r}.") from error

    def _open_target(self) -> str:
        send = self.chromium.control.send
        self._context = send(
            "Target.createBrowserContext",
            disposeOnDetach=True,
            proxyServer=self._gate.address_of(self.token),
            proxyBypassList="<-loopback>",
        )["browserContextId"]
        send("Browser.setDownloadBehavior", behavior="deny", browserContextId=self._context)
        return str(self._create_target())

    def _create_target(self) -> Any:
        width, height = self._config.window
        return self.chromium.control.send(
            "Target.createTarget",
            url="about:blank",
            browserContextId=self._context,
            width=width,
            height=height,
        )["targetId"]

    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        """Put cookies into the context, as CDP's CookieParam."""
        send = self.chromium.control.send
        send("Storage.setCookies", cookies=cookies, browserContextId=self._context)

    def cookies(self) -> list[dict[str, Any]]:
        """Return all cookies of the context, as CDP's Cookie."""
        send = self.chromium.control.send
        found: list[dict[str, Any]] = send("Storage.getCookies", browserContextId=self._context)[
            "cookies"
        ]
        return found

    def rest(self) -> None:
        """Leave an empty tab: scripts of the last page would go on working."""
        self.driver.get("about:blank")

    def close_popups(self) -> None:
        """Close every other tab that the page opened."""
        send = self.chromium.control.send
        for target in send("Target.getTargets")["targetInfos"]:
            is_ours = target.get("browserContextId") == self._context
            if is_ours and target["type"] == "page" and target["targetId"] != self.target:
                with suppress(BrowserCrashError):
                    send("Target.closeTarget", targetId=target["targetId"])

    def abandon(self) -> None:
        """End the tab under whoever waits for it: a hung page answers nothing else."""
        self._gate.dismiss(self.token)
        self.is_spoilt = True
        if self._context:
            with suppress(BrowserCrashError):
                send = self.chromium.control.send
                send("Target.disposeBrowserContext", browserContextId=self._context)
        self._context = ""

    def close(self) -> None:
        """Leave no tab, no cookie and no session behind."""
        self.abandon()
        if driver := getattr(self, "driver", None):
            with suppress(WebDriverException, HTTPError, OSError):
                driver.quit()
