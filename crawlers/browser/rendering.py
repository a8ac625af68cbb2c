"""One page in one room, from its address to its DOM. Runs in a thread: Selenium blocks."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from scrapy.http import Request
from selenium.common.exceptions import TimeoutException, WebDriverException
from urllib3.exceptions import HTTPError

from crawlers.browser.actions import Action
from crawlers.browser.config import BrowserConfig
from crawlers.browser.cookiejar import carried_cookies, cookie_params
from crawlers.browser.errors import (
    ActionFailedError,
    BrowserCrashError,
    NavigatedAwayError,
    RenderTimeoutError,
)
from crawlers.browser.gate import Gate
from crawlers.browser.order import Order
from crawlers.browser.page import PageScripts
from crawlers.browser.performing import Performer
from crawlers.browser.seat import Seat
from crawlers.browser.traffic import Traffic
from crawlers.downloader.errors import TooLargeError

# Seconds within which the browser asks for a page; sooner, if no dialog holds it back.
_ASKS_SOON: Final = 1.0
_ASKS: Final = 10.0


@dataclass(slots=True)
class Taken:
    """What is left of a page when its tab is empty again."""

    html: str
    url: str  # as the location bar says
    document: str  # URL of the document, whatever scripts pushed into the location bar
    results: list[Any] = field(default_factory=list)
    cookies: list[dict[str, Any]] = field(default_factory=list)


class Rendering:
    """Renders one request; `run()` raises an error with its fate."""

    def __init__(
        self, room: Seat, gate: Gate, config: BrowserConfig, order: Order, traffic: Traffic
    ) -> None:
        self._room, self._gate, self._config = room, gate, config
        self._order, self._traffic = order, traffic
        self._scripts = PageScripts(room.driver)
        self._deadline = monotonic() + config.page_timeout
        self._performer = Performer(room, self._scripts, config, self._deadline)

    def run(self) -> Taken:
        """Load, act, take, and leave an empty tab."""
        request = self._traffic.request
        try:
            taken = self._render(request)
        except TimeoutException as error:
            self._room.is_spoilt = True
            self._check_failure()
            raise RenderTimeoutError(f"{request}: its scripts do not end.") from error
        except (WebDriverException, HTTPError, OSError) as error:
            self._room.is_spoilt = True
            text = getattr(error, "msg", None) or repr(error)
            raise BrowserCrashError(f"{request}: the tab died: {text}") from error
        except Exception:
            self._room.is_spoilt = True
            raise
        finally:
            self._gate.end(self._room.token)
        return taken

    def _render(self, request: Request) -> Taken:
        self._room.pages += 1
        agent = (request.headers.get("User-Agent") or b"").decode("latin-1")
        self._room.use_agent(agent or self._config.user_agent)
        carried = carried_cookies(request)
        if carried and (seeds := cookie_params(request, carried, self._room.cookies())):
            self._room.set_cookies(seeds)
        self._gate.begin(self._room.token, self._traffic)
        self._room.go(request.url)
        self._wait_until_asked()
        taken = self._load()
        if self._order.actions:
            taken = self._act(self._order.actions, taken)
        taken.cookies = [
            each for each in self._room.cookies() if carried.get(each["name"]) != each["value"]
        ]
        self._room.close_popups()
        return taken

    def _wait_until_asked(self) -> None:
        wait = self._traffic.wait_until_delivered
        if wait(min(self._deadline, monotonic() + _ASKS_SOON)):
            return
        self._room.let_go()
        if not wait(min(self._deadline, monotonic() + _ASKS)):
            raise BrowserCrashError(f"{self._traffic.request}: the browser did not ask for it.")

    def _act(self, actions: tuple[Action, ...], taken: Taken) -> Taken:
        request, total = self._traffic.request, len(actions)
        results = []
        for number, action in enumerate(actions, 1):
            try:
                results.append(self._performer.perform(action, f"{number} of {total}", request))
            except ActionFailedError:
                if self._traffic.answer_of(self._room.driver.current_url) is None:
                    self._check_failure()  # the action led to where the tab could not go
                raise
        taken = self._load()
        taken.results = results
        return taken

    def _load(self) -> Taken:
        """Wait until the document is loaded and quiet, at most until the deadline; take it.

        The gate knows what is still being loaded, so a page is rarely asked twice.
        """
        config, traffic = self._config, self._traffic
        quiet_until = min(self._deadline, monotonic() + config.quiet_timeout)
        while True:
            traffic.wait_until_quiet(config.settle, quiet_until)
            found, was_ready = self._look()
            if was_ready or monotonic() >= quiet_until:
                return self._taken(found)
            traffic.touch()  # loaded just now: scripts may be about to ask for more

    def _look(self) -> tuple[dict[str, Any], bool]:
        """Return the document once it is loaded (was it at once?), at the deadline as it is."""
        is_first = True
        for is_last in self._scripts.tries(self._deadline):
            found = self._scripts.run(
                "load", self._room.mark, self._room.pages, is_last, self._config.maxsize
            )
            if found and found["state"] == "taken":
                return dict(found), is_first
            is_first = False
        self._check_failure()
        raise RenderTimeoutError(f"{self._traffic.request}: nothing to take in time.")

    def _check_failure(self) -> None:
        if self._traffic.failure is not None:
            raise self._traffic.failure

    def _taken(self, found: dict[str, Any]) -> Taken:
        request = self._traffic.request
        if found["length"] > self._config.maxsize:
            text = f"{request}: a document of {found['length']} characters."
            raise TooLargeError(f"{text} DOWNLOAD_MAXSIZE is {self._config.maxsize}.")
        if self._traffic.answer_of(found["document"]) is None:
            self._check_failure()
            text = f"{request}: the tab is at {found['document']}, which came from nowhere."
            raise NavigatedAwayError(text)
        return Taken(found["html"], found["url"], found["document"])
