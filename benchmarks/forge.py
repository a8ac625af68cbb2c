"""What a forge costs: `python -m benchmarks.forge [--quick] [--part crawl|mine]`.

Crawl: 5,000 commits on log pages of fifty, made by cgit itself: pages and commits a CPU-second of
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
    runs = _measure(server, commits, rounds)
    for side, found in runs.items():
        verdict.exactly(f"{side}_commits", min(run["commits"] for run in found), commits)
    verdict.exactly("rows", min(run["rows"] for run in runs["stored"]), commits)
    if verdict.missed:  # a side that did not read the log has no rate
        return
    # One page is the start-up: what is left is the pages' own cost.
    least = _measure(server, PAGE, rounds)
    for side, found in runs.items():
        verdict.note(f"{side}_pages", found[0]["pages"])
        for what in ("pages", "commits"):
            verdict.note(f"{side}_{what}_per_cpu_s", _rate(found, what))
    net = {side: _rate(runs[side], "commits", least[side]) for side in runs}
    verdict.note("ratio_net", net["stored"].over(net["unstored"]), 2)
    for what in ("pages", "commits"):
        ratio = _rate(runs["stored"], what).over(_rate(runs["unstored"], what))
        verdict.at_least(f"{what}_ratio", ratio, RATIO)


def _measure(server: Server, commits: int, rounds: int) -> dict[str, list[Figures]]:
    """Crawl a forge on both sides in turn; the first round fills what is kept: not counted."""
    runs: dict[str, list[Figures]] = {"unstored": [], "stored": []}
    with running_forge(commits) as url:
        for number in range(rounds + 1):
            print(f"{commits} commits, round {number} of {rounds}", file=sys.stderr)
            for side, found in runs.items():
                figures = _crawl(server, url, stores=side == "stored")
                if number:
                    found.append(figures)
    return runs


def _crawl(server: Server, url: str, *, stores: bool) -> Figures:
    with server.database() as database:
        given = {"url": url, "stores": stores}
        figures = run_module("benchmarks.forgecrawl", given, {"DATABASE_URL": database})
        return figures | {"rows": ask(database, STORED)}


def _rate(runs: list[Figures], what: str, least: list[Figures] | None = None) -> Series:
    """Return so many a CPU-second; with `least`, without what the least forge costs."""
    cpu = Series([run["cpu"] for run in least]).median if least else 0.0
    number = least[0][what] if least else 0
    return Series([(run[what] - number) / (run["cpu"] - cpu) for run in runs])


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
