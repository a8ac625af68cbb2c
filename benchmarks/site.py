"""Browsing a million rows: `python -m benchmarks.site [--quick] [--books N]`.

Fills a million books and three million changes on SQLite and on PostgreSQL, then asks for pages of
the site and of our admin, and for the same of the admin list that Django generates. Times are the
least of three on the wall, rendering included: with nothing remembered, and asked again.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from importlib.metadata import version
from typing import Any

from benchmarks.databases import PostgresServer, SqliteServer, migrate
from benchmarks.measure import ROOT, Figures, Series, workshop
from benchmarks.sitefill import fill, settle
from benchmarks.verdict import Verdict

PAGE = 150  # ms
SEARCH = 300  # ms
QUERIES = 8
FASTER = {"postgres": 8, "sqlite": 20}  # times the generated list, the median of the pages
MEMORY = 300  # MB


def main() -> int:
    """Fill, measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    parser.add_argument("--books", type=int, default=1_000_000, help="and three times the changes")
    parser.add_argument("--export", type=int, default=100_000, help="rows; 0: all")
    given = parser.parse_args()
    books = 3_000 if given.quick else given.books
    verdict = Verdict("site", judge=not given.quick)
    with workshop() as folder, ExitStack() as stack:
        servers = [SqliteServer(folder), stack.enter_context(PostgresServer.running())]
        sqlite = f"SQLite {sqlite3.sqlite_version}"
        print(f"Django {version('django')}, {sqlite}, {servers[1].version}", flush=True)
        for server in servers:
            with server.database() as url:
                print(f"{server.name}: {books:,} books, {books * 3:,} changes", file=sys.stderr)
                fill(url, books, books * 3)
                migrate(url)
                settle(url)
                _judge(server.name, _measured(url, given.export), verdict)
    return verdict.end()


def _measured(url: str, rows: int) -> Figures:
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.siteside", str(rows)]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _judge(name: str, figures: dict[str, Any], verdict: Verdict) -> None:
    memory = figures.pop("memory MB")
    pages = {page: pair for page, pair in figures.items() if isinstance(pair, list)}
    print(f"\n{name}: ms on the wall, asked again, queries; the generated list, its multiple")
    for page, (ours, theirs) in pages.items():
        other = f"{theirs['ms']:9,.0f}  {theirs['ms'] / ours['ms']:6.1f}x" if theirs else ""
        print(f"  {page:24}{ours['ms']:9,.0f}{ours['again']:9,.0f} ({ours['queries']}){other}")
        most = SEARCH if "search" in page else PAGE
        key = f"{name}_{page.replace(' ', '_')}_ms"
        verdict.at_most(key, Series([ours["ms"]]), most, 0)
        verdict.at_most(f"{key}_queries", Series([ours["queries"]]), QUERIES, 0)
    faster = [theirs["ms"] / ours["ms"] for ours, theirs in pages.values() if theirs]
    verdict.at_least(f"{name}_faster", Series(faster), FASTER[name], 1)
    for page, export in figures.items():
        if isinstance(export, dict):
            said = f"{export['s']:,.1f} s, {export['cpu']:,.1f} s CPU, {export['MB']:,.1f} MB"
            print(f"  {page:24}{said}")
    verdict.at_most(f"{name}_memory_mb", Series([memory]), MEMORY, 0)


if __name__ == "__main__":
    sys.exit(main())
