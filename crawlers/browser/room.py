"""A tab with cookies and storage of its own: a browser context and a WebDriver session to it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from crawlers.browser.config import BrowserConfig
from crawlers.browser.errors import BrowserCrashError
from crawlers.browser.gate import Gate
from crawlers.browser.seat import Seat


class Room(Seat):
    """Opened by `Room(…)`, closed by `close()`; both block. Pages of one `key` share it."""

    def __init__(self, browser: Any, gate: Gate, config: BrowserConfig, key: str) -> None:
        super().__init__(browser, gate, config, key)
        self._control = browser.control
        self._context = ""
        try:
            self._target = self._open_target()
            self.driver = browser.attach()
            self.driver.switch_to.window(self._target)
        except (WebDriverException, HTTPError, BrowserCrashError) as error:
            self.close()
            browser.is_retired = True
            raise BrowserCrashError(f"The browser opens no tab: {error!r}.") from error

    def _open_target(self) -> str:
        context = self._control.send(
            "Target.createBrowserContext",
            disposeOnDetach=True,
            proxyServer=self._gate.address_of(self.token),
            proxyBypassList="<-loopback>",
        )
        self._context = context["browserContextId"]
        self._send("Browser.setDownloadBehavior", behavior="deny")
        width, height = self._config.window
        made = self._send("Target.createTarget", url="about:blank", width=width, height=height)
        return str(made["targetId"])

    def _send(self, command: str, **parameters: Any) -> dict[str, Any]:
        given = {"browserContextId": self._context} | parameters
        result: dict[str, Any] = self._control.send(command, **given)
        return result

    def set_cookies(self, cookies: Sequence[Mapping[str, Any]]) -> None:
        self._send("Storage.setCookies", cookies=cookies)

    def cookies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._send("Storage.getCookies")["cookies"]
        return found

    def close_popups(self) -> None:
        for target in self._control.send("Target.getTargets")["targetInfos"]:
            is_ours = target.get("browserContextId") == self._context
            if is_ours and target["type"] == "page" and target["targetId"] != self._target:
                with suppress(BrowserCrashError):
                    self._control.send("Target.closeTarget", targetId=target["targetId"])

    def abandon(self) -> None:
        super().abandon()
        if self._context:
            try:
                self._send("Target.disposeBrowserContext")
            except BrowserCrashError:
                self.browser.is_retired = True  # it answers nobody
        self._context = ""
