"""What a forge costs: `python -m benchmarks.forge [--quick] [--part crawl|mine]`.

Crawl: 5,000 commits on log pages of fifty, made by cgit itself: pages and rows a CPU-second of
`scrapy crawl cgit` that stores into a fresh SQLite database, against the same spider that stores
nothing. Mine: 1,000 contributors and 100 repositories with 100,000 commits, on both databases, all
CPU counted, the database's too; then once more with nothing to write, and with a tenth of the
commits: the questions to the database must be as many.
"""

import argparse
import sys

from benchmarks.databases import PostgresServer, Server, SqliteServer, ask
from benchmarks.forgesite import PAGE, running_forge
from benchmarks.measure import Figures, Series, run_module, workshop
from benchmarks.verdict import Verdict, show_versions

RATIO = 0.7  # of the pages a CPU-second without storing
CPU = 2.0  # seconds of one mining
ROUNDS = 5
COMMITS, MINED = 5_000, 100_000
STORED = "SELECT count(*) FROM catalog_commit"


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forge", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    parser.add_argument("--part", choices=("crawl", "mine"), help="only this one")
    given = parser.parse_args()
    show_versions()
    verdict = Verdict("forge", judge=not given.quick)
    with workshop() as folder:
        sqlite = SqliteServer(folder)
        if given.part != "mine":
            _crawls(sqlite, verdict, quick=given.quick)
        if given.part != "crawl":
            _mine(sqlite, verdict, quick=given.quick)
            with PostgresServer.running() as postgres:
                _mine(postgres, verdict, quick=given.quick)
    return verdict.end()


def _crawls(server: Server, verdict: Verdict, *, quick: bool) -> None:
    commits, rounds = (4 * PAGE, 1) if quick else (COMMITS, ROUNDS)
    runs: dict[bool, list[Figures]] = {True: [], False: []}
    with running_forge(commits) as url:
        for number in range(rounds + 1):
            print(f"{commits} commits, round {number} of {rounds}", file=sys.stderr)
            for stores in (False, True):
                figures = _crawl(server, url, stores=stores)
                if number:  # the first fills what is kept: the forge's pages, byte code
                    runs[stores].append(figures)
    verdict.exactly("stored", min(run["stored"] for run in runs[True]), commits)
    for side, name in ((True, "stored"), (False, "unstored")):
        verdict.note(f"{name}_pages", runs[side][0]["pages"])
        for what in ("pages", "items"):
            verdict.note(f"{name}_{what}_per_cpu_s", _rate(runs[side], what))
    verdict.at_least(
        "pages_ratio", _rate(runs[True], "pages").over(_rate(runs[False], "pages")), RATIO
    )
    verdict.at_least(
        "rows_ratio", _rate(runs[True], "items").over(_rate(runs[False], "items")), RATIO
    )


def _crawl(server: Server, url: str, *, stores: bool) -> Figures:
    with server.database() as database:
        given = {"url": url, "stores": stores}
        figures = run_module("benchmarks.forgecrawl", given, {"DATABASE_URL": database})
        return figures | {"stored": ask(database, STORED)}


def _rate(runs: list[Figures], what: str) -> Series:
    return Series([run[what] / run["cpu"] for run in runs])


def _mine(server: Server, verdict: Verdict, *, quick: bool) -> None:
    commits, rounds = (2_000, 1) if quick else (MINED, ROUNDS)
    many, few = _mined(server, commits, rounds), _mined(server, commits // 10, 1)
    name = server.name
    for key in ("contributors", "written", "questions", "again_questions"):
        verdict.note(f"{name}_{key}", many[key])
    for key in ("questions", "again_questions"):
        verdict.exactly(f"{name}_{key}_of_a_tenth", few[key], many[key])
    verdict.exactly(f"{name}_again_written", many["again_written"], 0)
    verdict.note(f"{name}_again_cpu_s", Series(many["again_cpu"]), 2)
    verdict.at_most(f"{name}_cpu_s", Series(many["cpu"]), CPU)


def _mined(server: Server, commits: int, rounds: int) -> Figures:
    print(f"{server.name}: mining {commits} commits", file=sys.stderr)
    given = {"commits": commits, "rounds": rounds}
    with server.database() as database:
        return run_module("benchmarks.miner", given, {"DATABASE_URL": database})


if __name__ == "__main__":
    sys.exit(main())
