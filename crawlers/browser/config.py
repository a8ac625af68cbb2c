"""The BROWSER_* settings, read and checked once."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from scrapy.settings import BaseSettings

from crawlers.browser.blocking import Blocking


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserConfig:
    """What docs/reference/settings says of them; sizes in bytes, times in seconds."""

    tabs: int
    browsers: int
    sessions: int
    recycle_pages: int
    recycle_size: int
    heap_mb: int
    page_timeout: float
    script_timeout: float
    action_timeout: float
    settle: float
    quiet_timeout: float
    most_requests: int
    most_navigations: int
    most_kept: int
    maxsize: int
    window: tuple[int, int]
    locale: str
    user_agent: str
    binary: str
    driver: str
    remote_url: str
    gate_host: str
    arguments: tuple[str, ...]
    blocking: Blocking
    folder: Path

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the settings; raises ValueError with one sentence that names the setting."""
        return cls(
            tabs=_count(settings, "BROWSER_TABS", 1),
            browsers=_count(settings, "BROWSER_BROWSERS", 1),
            sessions=_count(settings, "BROWSER_SESSIONS", 0),
            recycle_pages=_count(settings, "BROWSER_RECYCLE_PAGES", 1),
            recycle_size=_count(settings, "BROWSER_RECYCLE_MB", 1) * 1024**2,
            heap_mb=_count(settings, "BROWSER_HEAP_MB", 16),
            page_timeout=_seconds(settings, "BROWSER_PAGE_TIMEOUT"),
            script_timeout=_seconds(settings, "BROWSER_SCRIPT_TIMEOUT"),
            action_timeout=_seconds(settings, "BROWSER_ACTION_TIMEOUT"),
            settle=_seconds(settings, "BROWSER_SETTLE"),
            quiet_timeout=_seconds(settings, "BROWSER_QUIET_TIMEOUT"),
            most_requests=_count(settings, "BROWSER_REQUESTS_MAX", 1),
            most_navigations=settings.getint("REDIRECT_MAX_TIMES") + 1,
            most_kept=_count(settings, "BROWSER_KEPT_MAX", 0),
            maxsize=settings.getint("DOWNLOAD_MAXSIZE"),
            window=_window(settings["BROWSER_WINDOW"]),
            locale=settings["BROWSER_LOCALE"],
            user_agent=settings["USER_AGENT"],
            binary=settings["BROWSER_BINARY"] or "",
            driver=settings["BROWSER_DRIVER"] or "",
            remote_url=settings["SELENIUM_REMOTE_URL"] or "",
            gate_host=settings["BROWSER_GATE_HOST"],
            arguments=tuple(settings.getlist("BROWSER_ARGUMENTS")),
            blocking=_blocking(settings),
            folder=Path(settings["BROWSER_DIR"]).absolute(),
        )


def _count(settings: BaseSettings, name: str, least: int) -> int:
    text = str(settings[name]).strip()
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise ValueError(f"{name}={text!r}: a whole number of at least {least} is needed.")
    return int(text)


def _seconds(settings: BaseSettings, name: str) -> float:
    try:
        value = float(settings[name])
    except (TypeError, ValueError):
        value = math.nan
    if not 0 < value < math.inf:
        raise ValueError(f"{name}={settings[name]!r}: seconds are needed, such as 0.5 or 30.")
    return value


def _window(text: str) -> tuple[int, int]:
    width, _, height = str(text).lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise ValueError(f"BROWSER_WINDOW={text!r}: width x height is needed, such as 1280x1024.")
    return int(width), int(height)


def _blocking(settings: BaseSettings) -> Blocking:
    try:
        return Blocking(settings.getlist("BROWSER_BLOCK"))
    except ValueError as error:
        raise ValueError(f"BROWSER_BLOCK: {error}.") from error
