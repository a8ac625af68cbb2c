"""Rooms for pages: as many at once as there are tabs, shared by key, renewed in time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final
from weakref import WeakValueDictionary

from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from crawlers.browser.chromium import Chromium
from crawlers.browser.config import BrowserConfig
from crawlers.browser.errors import BrowserCrashError
from crawlers.browser.gate import Gate
from crawlers.browser.order import Order
from crawlers.browser.remote import RemoteBrowser
from crawlers.browser.rendering import Rendering, Taken
from crawlers.browser.seat import Seat
from crawlers.browser.traffic import Traffic

logger = logging.getLogger(__name__)

_LOOK_AT_SIZE: Final = 20  # pages between two looks at a browser's memory
_HURRY: Final = 5.0  # seconds that a tab has to end when it is told to


_Browser = Chromium | RemoteBrowser


class BrowserPool:
    """Renders pages in threads; lives on the event loop."""

    def __init__(self, config: BrowserConfig, folder: Path, gate: Gate) -> None:
        self._config, self._folder, self._gate = config, folder, gate
        self._threads = ThreadPoolExecutor(config.tabs + config.browsers + 2, "browser")
        self._turn = asyncio.Semaphore(config.tabs)
        self._starting = asyncio.Lock()
        self._named: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._idle: list[Seat] = []
        self._browsers: list[_Browser] = []
        self._started = 0
        self._waiting = 0  # pages for a tab
        self.is_closed = False

    async def render(self, order: Order, slot: str, traffic: Traffic) -> Taken:
        """Render a page; raises an error with its fate."""
        key = f"session {order.session}" if order.session else f"slot {slot}"
        if order.session is None:
            return await self._render_in_turn(key, order, traffic)
        lock = self._named.setdefault(key, asyncio.Lock())
        async with lock:
            return await self._render_in_turn(key, order, traffic)

    async def _render_in_turn(self, key: str, order: Order, traffic: Traffic) -> Taken:
        async with self._in_turn(), self._room(key) as room:
            rendering = Rendering(room, self._gate, self._config, order, traffic)
            return await self._watched(room, rendering)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turn.release()

    async def _watched(self, room: Seat, rendering: Rendering) -> Taken:
        """Run a rendering; a tab, then a browser, that does not end in time is ended."""
        work = asyncio.ensure_future(self._in_thread(rendering.run))
        patience = self._config.page_timeout + self._config.script_timeout
        steps: tuple[Callable[[], Any], ...] = (room.abandon, room.browser.stop)
        for step in steps:
            done, _ = await asyncio.wait([work], timeout=patience)
            if done:
                break
            await self._in_thread(step)
            patience = _HURRY
        taken: Taken = await work
        return taken

    @asynccontextmanager
    async def _room(self, key: str) -> AsyncIterator[Seat]:
        room = await self._enter(key)
        try:
            yield room
        except BaseException:
            room.is_spoilt = True
            raise
        finally:
            await asyncio.shield(asyncio.ensure_future(self._leave(room)))

    async def _enter(self, key: str) -> Seat:
        for room in [each for each in self._idle if each.key == key]:
            await self._settle(room.browser)  # it may have died meanwhile
            if room in self._idle and not room.browser.is_retired:
                self._idle.remove(room)
                return room
        while len(self._idle) >= self._config.tabs + self._config.sessions:
            await self._close(self._idle.pop(0))
        chromium = await self._chromium()
        chromium.rooms += 1
        try:
            made: Seat = await self._in_thread(chromium.room, key)
        except BaseException:
            chromium.rooms -= 1
            await self._settle(chromium)
            raise
        return made

    async def _leave(self, room: Seat) -> None:
        chromium = room.browser
        chromium.pages += 1
        if chromium.pages % _LOOK_AT_SIZE == 0:
            too_large = await self._in_thread(chromium.size) > self._config.recycle_size
            chromium.is_retired = chromium.is_retired or too_large
        if chromium.pages >= self._config.recycle_pages:
            chromium.is_retired = True
        if room.is_spoilt or chromium.is_retired or self.is_closed:
            await self._close(room)
        else:
            await self._rest(room)
        if chromium.is_retired:
            await self._close_idle(chromium)

    async def _rest(self, room: Seat) -> None:
        """Empty a tab that nobody waits for; a next page would do that anyway."""
        if not self._waiting:
            with suppress(WebDriverException, HTTPError):
                await self._in_thread(room.rest)
        self._idle.append(room)

    async def _close_idle(self, chromium: _Browser) -> None:
        for room in [each for each in self._idle if each.browser is chromium]:
            self._idle.remove(room)
            await self._close(room)

    async def _close(self, room: Seat) -> None:
        await self._in_thread(room.close)
        room.browser.rooms -= 1
        await self._settle(room.browser)

    async def _settle(self, chromium: _Browser) -> None:
        """Stop a browser that is dead, or retired and empty."""
        if not await self._in_thread(chromium.is_running):
            chromium.is_retired = True
            self._idle = [room for room in self._idle if room.browser is not chromium]
            chromium.rooms = 0
        if chromium.is_retired and chromium.rooms <= 0 and chromium in self._browsers:
            self._browsers.remove(chromium)
            await self._in_thread(chromium.stop)

    async def _chromium(self) -> _Browser:
        async with self._starting:
            usable = [each for each in self._browsers if not each.is_retired]
            emptiest = min(usable, key=lambda each: each.rooms, default=None)
            if emptiest is None or (emptiest.rooms and len(usable) < self._config.browsers):
                if self.is_closed:
                    raise BrowserCrashError("The crawl is closing.")
                emptiest = await self._in_thread(self._start)
                self._browsers.append(emptiest)
            return emptiest

    def _start(self) -> _Browser:
        if self._config.remote_url:
            return RemoteBrowser(self._config, self._gate)
        self._started += 1
        return Chromium(self._config, self._folder / f"browser-{self._started}", self._gate)

    async def _in_thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    async def close(self) -> None:
        """End every browser; pages that are still being rendered fail."""
        self.is_closed = True
        for chromium in self._browsers:
            await self._in_thread(chromium.stop)
        # A thread that still waits for its page must not hold the event loop.
        self._threads.shutdown(wait=False, cancel_futures=True)
