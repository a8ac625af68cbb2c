"""What the ledger costs a crawl: `python -m benchmarks.frontier [--quick]`.

A site of 1,100 pages and over 30,000 links that were met before, all stored, on SQLite and on
PostgreSQL: Scrapy's memory queues against the ledger. Then two workers against one, where the site
takes its time; and the memory of the URLs seen.
"""

import argparse
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import psutil

from benchmarks.databases import PostgresServer, Server, SqliteServer, ask
from benchmarks.measure import Figures, Series, run_module, workshop
from benchmarks.verdict import Verdict, show_versions
from tests.site.process import running_site

ROUNDS = 5
PAGES, QUICK_PAGES = 1100, 60
MOST = {"sqlite": 1.10, "postgres": 1.05}  # of the memory queues' CPU
LEAST_SPEEDUP = 1.75  # of two workers over one
VISITS = "SELECT count(*) FROM crawls_visit WHERE state = 'done'"
# Where waiting is all: one request at a time to each of 24 hosts, each answer 0.2 s late.
PATIENT = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_REQUESTS": 4,
    "ROBOTSTXT_OBEY": False,
}
Runs = dict[str, list[Figures]]


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    quick = parser.parse_args().quick
    verdict = Verdict("frontier", judge=not quick)
    with workshop() as folder, PostgresServer.running() as postgres:
        show_versions(postgres.version)
        for server in (SqliteServer(folder), postgres):
            _costs(verdict, server, quick=quick)
        _speedup(verdict, postgres, quick=quick)
    _memory(verdict, quick=quick)
    return verdict.end()


def _costs(verdict: Verdict, server: Server, *, quick: bool) -> None:
    pages = QUICK_PAGES if quick else PAGES
    runs: Runs = defaultdict(list)
    with running_site("--pages", str(pages)) as site:
        for number in range(1 + (1 if quick else ROUNDS)):
            print(f"{server.name}, round {number}", file=sys.stderr)
            for side in ("memory", "ledger"):
                figures = _crawl(server, side, f"{site.url}/site/")
                if number:  # the first round compiles
                    runs[side].append(figures)
    name = server.name
    verdict.exactly(f"{name}_ledger_done", runs["ledger"][0]["done"], runs["ledger"][0]["pages"])
    verdict.exactly(f"{name}_pages", runs["ledger"][0]["pages"], runs["memory"][0]["pages"])
    verdict.note(f"{name}_duplicates", runs["ledger"][0]["duplicates"])
    for side in ("memory", "ledger"):
        cpu = Series([run["cpu"] for run in runs[side]])
        wall = Series([run["wall"] for run in runs[side]])
        theirs = Series([run["server"] for run in runs[side]])
        print(
            f"  {name} {side:6} {runs[side][0]['pages']} pages, "
            f"{runs[side][0]['duplicates']} duplicate links: CPU {cpu.text(2)} s, "
            f"server's CPU {theirs.text(2)} s, wall {wall.text(1)} s"
        )
        verdict.note(f"{name}_{side}_server_cpu", theirs, 2)
    ratio = _cpu(runs["ledger"]).over(_cpu(runs["memory"]))
    verdict.at_most(f"{name}_ratio", ratio, MOST[name])


def _cpu(runs: list[Figures]) -> Series:
    return Series([run["cpu"] for run in runs])


def _crawl(server: Server, side: str, url: str) -> Figures:
    settings = {"LEDGER_ENABLED": side == "ledger", "DOWNLOAD_DELAY": 0}
    with server.database() as database:
        before = _server_cpu()
        given = {"url": url, "settings": settings}
        figures = run_module("benchmarks.documents", given, {"DATABASE_URL": database})
        used = _server_cpu() - before if server.name == "postgres" else 0.0
        return figures | {"server": used, "done": ask(database, VISITS)}


def _server_cpu() -> float:
    """Return the CPU seconds of all PostgreSQL processes, those that have ended included."""
    total = 0.0
    for process in psutil.process_iter(["name", "cpu_times"]):
        if process.info["name"] == "postgres" and (times := process.info["cpu_times"]):
            total += times.user + times.system + times.children_user + times.children_system
    return total


def _speedup(verdict: Verdict, server: Server, *, quick: bool) -> None:
    pages = QUICK_PAGES if quick else PAGES
    walls: dict[int, list[float]] = defaultdict(list)
    with running_site("--pages", str(pages), "--delay", "0.2") as site:
        for number in range(1 if quick else 3):
            print(f"workers, round {number}", file=sys.stderr)
            for count in (1, 2):
                walls[count].append(_together(server, count, f"{site.url}/site/"))
    one, two = Series(walls[1]), Series(walls[2])
    print(f"  one worker {one.text(1)} s, two workers {two.text(1)} s")
    verdict.at_least("speedup_of_two", one.over(two), LEAST_SPEEDUP)


def _together(server: Server, count: int, url: str) -> float:
    """Crawl with so many workers; return the seconds that the slowest took."""
    walls: list[float] = []
    with server.database() as database:
        given = {"url": url, "settings": PATIENT, "args": {"job": "shared"}}

        def work() -> None:
            figures = run_module("benchmarks.documents", given, {"DATABASE_URL": database})
            walls.append(figures["wall"])

        threads = [threading.Thread(target=work) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return max(walls)


def _memory(verdict: Verdict, *, quick: bool) -> None:
    for name, count, most in (("set", 1_000_000, 100), ("bloom", 10_000_000, 5)):
        number = count // 100 if quick else count
        command = [sys.executable, str(Path(__file__).with_name("seen.py")), name, str(number)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        verdict.at_most(f"seen_{name}_bytes_a_url", Series([float(done.stdout)]), most, 1)


if __name__ == "__main__":
    sys.exit(main())
