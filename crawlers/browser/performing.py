"""Actions, done."""

from crawlers.browser.config import BrowserConfig


class Performer:
    def __init__(self, room, scripts, config: BrowserConfig, request) -> None:
        self.room, self.scripts, self.config = room, scripts, config
