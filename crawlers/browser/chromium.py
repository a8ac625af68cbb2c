"""One Chromium of this machine and its driver; tabs are rooms in it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from urllib3.exceptions import HTTPError

from crawlers.browser.config import BrowserConfig
from crawlers.browser.control import Control
from crawlers.browser.errors import NoBrowserError
from crawlers.browser.gate import Gate
from crawlers.browser.options import chromium_options, connect
from crawlers.browser.ownership import end_processes, processes_of, remove_folder, short_folder
from crawlers.browser.room import Room

BINARIES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_INSTALL = "`make browser` installs it on Debian and Ubuntu"


class Chromium:
    """Started by `Chromium(…)`, which blocks until it runs; ended by `stop()`."""

    def __init__(self, config: BrowserConfig, folder: Path, gate: Gate) -> None:
        self._config, self._gate = config, gate
        self.folder = folder
        self.pages = 0
        self.rooms = 0
        self.is_retired = False
        folder.mkdir(parents=True)
        self._tmp = short_folder(folder / "tmp")
        try:
            self._service = self._start_driver()
            self._holder = connect(self._service.service_url, self._options(), config)
            self._address = self._holder.capabilities["goog:chromeOptions"]["debuggerAddress"]
            self.control = Control(self._address)
        except (WebDriverException, HTTPError, OSError) as error:
            self.stop()
            reason = getattr(error, "msg", None) or repr(error)
            raise NoBrowserError(f"The browser does not start: {reason}") from error
        except Exception:
            self.stop()
            raise

    def _start_driver(self) -> Service:
        driver = self._config.driver or shutil.which("chromedriver")
        if not driver or not Path(driver).exists():
            raise NoBrowserError(f"No chromedriver here: {_INSTALL}; BROWSER_DRIVER names one.")
        service = Service(
            driver,
            # Its command line names our folder, so that whoever cleans up can find it.
            service_args=[f"--log-path={self.folder}/driver.log", "--log-level=SEVERE"],
            env={**os.environ, "TMPDIR": str(self._tmp)},
            # Ctrl-C is for the crawl, which ends its browser itself.
            popen_kw={"start_new_session": True},
        )
        service.start()
        return service

    def _options(self) -> Options:
        binary = self._config.binary or next(filter(None, map(shutil.which, BINARIES)), "")
        if not binary or not Path(binary).exists():
            raise NoBrowserError(f"No Chromium here: {_INSTALL}; BROWSER_BINARY names one.")
        options = chromium_options(self._config, self._gate, "")
        options.binary_location = binary
        options.add_argument(f"--user-data-dir={self.folder}/profile")
        return options

    def room(self, key: str) -> Room:
        """Open a tab with cookies and storage of its own."""
        return Room(self, self._gate, self._config, key)

    def attach(self) -> webdriver.Remote:
        """Open one more WebDriver session to this browser."""
        options = Options()
        options.debugger_address = self._address
        return connect(self._service.service_url, options, self._config)

    def is_running(self) -> bool:
        """Say whether the browser and its driver still answer for themselves."""
        try:
            browser = psutil.Process(self._holder.capabilities["goog:processID"])
            alive = browser.is_running() and browser.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False
        process: Any = self._service.process
        return alive and process.poll() is None

    def size(self) -> int:
        """Return the memory of all its processes in bytes, shared pages counted once for each."""
        total = 0
        for process in processes_of(self.folder):
            with suppress(psutil.Error):
                total += process.memory_info().rss - process.memory_info().shared
        return total

    def stop(self) -> None:
        """End driver and browser at once, and delete the profile."""
        if control := getattr(self, "control", None):
            with suppress(OSError):
                control.close()
        end_processes(processes_of(self.folder))
        if service := getattr(self, "_service", None):
            with suppress(OSError):
                service.process.wait(5)
        remove_folder(self.folder)
