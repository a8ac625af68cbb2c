"""One thread, one connection, group commit.

While a batch commits the next one fills. What is handed over is acknowledged after COMMIT, never
before; while the database is away nothing is acknowledged, so the crawl waits of itself.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pipelines.patience import Patience, StorageUnavailableError

logger = logging.getLogger(__name__)
Value = TypeVar("Value")

# Measured: batches of 200-500 are enough; a longer linger only delays acknowledgements.
BATCH = 500
LINGER = 0.05  # seconds
SLICE = 50  # futures resolved before the event loop gets a turn


class BatchStore(Protocol):
    """What the writer needs of a store."""

    def store(self, units: list[Any]) -> list[Any]:
        """Commit all units and return a result for each; raises StorageUnavailableError."""


@dataclass(slots=True)
class _Order:
    """A unit for the store, or a function to be called between batches."""

    future: asyncio.Future[Any]
    unit: Any = None
    function: Callable[[], Any] | None = None


class Writer:
    """Owns the thread that talks to the database. Its methods are called on the event loop."""

    def __init__(self, patience: Patience) -> None:
        self._loop = asyncio.get_running_loop()
        self._patience = patience
        self._store: BatchStore | None = None
        self._orders: deque[_Order] = deque()
        self._ready = threading.Condition()
        # Rows handed over, and rows taken: each is written by one thread only.
        self._handed = self._taken = 0
        self._hurried = False
        self._closing = False
        self._waits_for: int | None = None
        self._broken: StorageUnavailableError | None = None
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def use(self, store: BatchStore) -> None:
        """Name the store that entries go to; before the first `put`."""
        self._store = store

    def put(self, unit: Any) -> "asyncio.Future[Any]":
        """Hand a unit over; the future has its result once it is committed."""
        self._handed += unit.weight
        return self._order(_Order(self._loop.create_future(), unit=unit))

    def hurry(self) -> None:
        """Commit what is there now: nothing else is on its way."""
        self._hurried = True
        if self._waits_for is not None:
            with self._ready:
                self._ready.notify()

    def call(self, function: Callable[[], Value]) -> "asyncio.Future[Value]":
        """Run a function in the writer's thread, after all that was handed over before."""
        return self._order(_Order(self._loop.create_future(), function=function))

    def _order(self, order: _Order) -> "asyncio.Future[Any]":
        self._orders.append(order)
        if self._waits_for is not None and (
            self._handed - self._taken >= self._waits_for or order.function is not None
        ):
            with self._ready:
                self._ready.notify()
        if self._broken is not None:  # the thread has ended: it takes no more orders
            self._refuse_all(self._broken)
        return order.future

    async def close(self) -> None:
        """Commit what was handed over, close the connection and end the thread."""
        with self._ready:
            self._closing = True
            self._ready.notify()
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    def abort(self, seconds: float) -> None:
        """Stop waiting for a database that is away, and end the thread within some seconds."""
        self._patience.end()
        with self._ready:
            self._closing = True
            self._ready.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while self._broken is None and (orders := self._take()):
                self._carry_out(orders)
        finally:
            self._patience.disconnect()

    def _take(self) -> list[_Order]:
        """Wait for orders; return a batch of units or one function, nothing at the end."""
        self._wait(1, None)
        if self._orders and self._orders[0].function is None:
            self._wait(BATCH, LINGER)
        if self._orders and self._orders[0].function is not None:
            return [self._orders.popleft()]
        self._hurried = False
        batch: list[_Order] = []
        weight = 0
        while self._orders and self._orders[0].function is None and weight < BATCH:
            batch.append(self._orders.popleft())
            weight += batch[-1].unit.weight
        self._taken += weight
        return batch

    def _wait(self, count: int, seconds: float | None) -> None:
        """Wait until so many rows are there, a function is among them, or it is time to go.

        Handing over takes no lock while this thread works: `_waits_for` is set before the last
        look at the orders, and read after an order was added, so none is overlooked.
        """
        with self._ready:
            self._waits_for = count
            self._ready.wait_for(lambda: self._is_enough(count), seconds)
            self._waits_for = None

    def _is_enough(self, count: int) -> bool:
        if self._closing or self._handed - self._taken >= count:
            return True
        if self._hurried and self._orders:
            return True
        return bool(self._orders) and self._orders[-1].function is not None

    def _carry_out(self, orders: list[_Order]) -> None:
        results: list[Any]
        try:
            function = orders[0].function
            if function is not None:
                results = [self._patience.insist(function)]
            else:
                assert self._store is not None
                results = self._store.store([order.unit for order in orders])
        except StorageUnavailableError as error:
            self._give_up(orders, error)
            return
        except Exception as error:  # noqa: BLE001 -- it belongs to who ordered it
            results = [error] * len(orders)
        self._answer(orders, results)

    def _give_up(self, orders: list[_Order], error: StorageUnavailableError) -> None:
        self._broken = error
        self._answer(orders, [error] * len(orders))
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._refuse_all, error)

    def _refuse_all(self, error: StorageUnavailableError) -> None:
        while self._orders:
            future = self._orders.popleft().future
            if not future.done():
                future.set_exception(error)

    def _answer(self, orders: list[_Order], results: list[Any]) -> None:
        # A loop that was stopped by force takes no more answers; nobody waits for them.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(
                self._resolve, deque(zip(orders, results, strict=True))
            )

    def _resolve(self, answers: deque[tuple[_Order, Any]]) -> None:
        """Wake the waiting tasks a slice at a time, so that the loop is not stalled."""
        for _ in range(min(SLICE, len(answers))):
            order, result = answers.popleft()
            if order.future.done():
                continue
            if isinstance(result, Exception):
                order.future.set_exception(result)
            else:
                order.future.set_result(result)
        if answers:
            self._loop.call_soon(self._resolve, answers)
