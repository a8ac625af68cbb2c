"""The runs of the storage benchmark: one round of them, each in a process and a fresh database."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from benchmarks.crawler import PEERS, SIDES
from benchmarks.databases import SETTINGS, Server, ask
from benchmarks.measure import Figures, Series, run_module
from benchmarks.memory import PER_PAGE

CHANGED_EVERY = 20  # every 20th book: 5 %
WARES = "SELECT count(*) FROM shelf_ware"
CHANGES = "SELECT count(*) FROM catalog_change"
WRITTEN = (
    "SELECT (SELECT count(*) FROM shelf_ware WHERE job_id = {job})"
    " + (SELECT count(*) FROM catalog_change WHERE job_id = {job})"
    " + (SELECT count(*) FROM crawls_rejection WHERE job_id = {job})"
)


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    items: int = 10_000
    peer_items: int = 1_600  # they take long
    rounds: int = 5
    rate: int = 500  # items a second of the paced run
    seconds: int = 8  # of the paced run

    @classmethod
    def quick(cls) -> "Sizes":
        """Return sizes that only show whether everything runs."""
        return cls(items=400, peer_items=100, rounds=1, seconds=1)


class Loads:
    """Measures one database, round by round; `runs` has a list of figures for each sort of run."""

    def __init__(self, server: Server, sizes: Sizes) -> None:
        self.server = server
        self.sizes = sizes
        self.runs: defaultdict[str, list[Figures]] = defaultdict(list)

    def round(self) -> None:
        """Run every side once, one after the other."""
        with self.server.database() as url:
            self._crawl("none/empty", url, n=0)
            self._crawl("ours/empty", url, n=0)
            self._crawl("none", url, n=self.sizes.items)
            self._crawl("stock/empty", url, n=0)
            self._crawl("stock", url, n=self.sizes.items)
            self._ours(url)
        for peer in PEERS:
            with self.server.database() as url:
                self._crawl(f"{peer}/empty", url, n=0)
                self._crawl(peer, url, n=self.sizes.peer_items)
        with self.server.database() as url:
            for side in ("none", "ours"):
                self._paced(side, url)

    def warm_up(self) -> None:
        """Let every side compile its modules, and forget what that cost."""
        for side in SIDES:
            with self.server.database() as url:
                self._crawl(side, url, n=PER_PAGE, rate=self.sizes.rate)
        self.runs.clear()

    def _ours(self, url: str) -> None:
        n = self.sizes.items
        self._crawl("ours", url, n=n)
        self._crawl("ours/unchanged", url, n=n)
        self._crawl("ours/changed", url, n=n, changed=CHANGED_EVERY)

    def _paced(self, side: str, url: str) -> None:
        n = self.sizes.rate * self.sizes.seconds // PER_PAGE * PER_PAGE
        self._crawl(f"{side}/paced", url, n=n, rate=self.sizes.rate)

    def _crawl(self, sort: str, url: str, **args: Any) -> None:
        """Crawl in a process of its own; then look what the database holds."""
        given = {"side": sort.partition("/")[0], "args": args}
        figures = run_module(
            "benchmarks.crawler", given, {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS}
        )
        figures |= {"n": args["n"], "rows": ask(url, WARES), "changes": ask(url, CHANGES)}
        if figures["job"] is not None:
            figures["written"] = ask(url, WRITTEN.format(job=int(figures["job"])))
        self.runs[sort].append(figures)

    def of(self, sort: str, name: str) -> Series:
        """Return one figure of one sort of run, a value for each round."""
        return Series([run[name] for run in self.runs[sort]])

    def net(self, sort: str) -> Series:
        """Return the CPU µs an item without the start-up: the side's median with no items."""
        start = self.of(f"{sort.partition('/')[0]}/empty", "cpu").median
        return Series([(run["cpu"] - start) / run["n"] * 1e6 for run in self.runs[sort]])

    def gross(self, sort: str) -> Series:
        """Return the CPU µs an item of the whole process."""
        return Series([run["cpu"] / run["n"] * 1e6 for run in self.runs[sort]])

    def speed(self, sort: str) -> Series:
        """Return items a second on the wall, from the spider's start to its end."""
        return Series([run["n"] / run["wall"] for run in self.runs[sort]])

    def lag(self, sort: str, name: str) -> Series:
        """Return a figure of the event loop's lateness in ms."""
        return Series([run["lag"][name] * 1000 for run in self.runs[sort]])
