"""Rendered pages: `python -m benchmarks.browser [--quick]`.

Pages a second and CPU a page on the practice quotes that are rendered by script: ours with 1, 2
and 4 tabs, against a bare Selenium loop that takes the page as soon as it is loaded, and against
scrapy-playwright. All drive the same Chromium with the same window. Ours also on a page with many
pictures, with and without blocking them. What starting costs is taken off: each side crawls few
pages and many, and the difference counts.
"""

import argparse
import re
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version

from benchmarks.measure import Figures, Series, run_module, workshop
from benchmarks.verdict import Verdict, show_versions
from tests.site.process import running_site

FEW, MANY = 8, 68  # pages: 60 count
ROUNDS = 3
LIGHT = ("raw", "ours-1", "ours-2", "ours-4", "playwright")
HEAVY = ("pictures", "blocked")
# Targets, all of the bare Selenium loop but the third.
FASTER, CPU, PEER, BLOCKING = 1.15, 1.35, 2.0, 2.0

Runs = dict[str, list[Figures]]


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    quick = parser.parse_args().quick
    show_versions(*_versions())
    with workshop(), running_site() as site:
        runs = _measure(site.url, 1 if quick else ROUNDS, FEW + 2 if quick else MANY)
    verdict = Verdict("browser", judge=not quick)
    for side in (*LIGHT, *HEAVY):
        verdict.exactly(f"{side}_pages", min(run["whole"] for run in runs[side]), 1)
    speed = {side: Series([run["pages"] / run["wall"] for run in runs[side]]) for side in runs}
    cpu = {side: Series([run["cpu"] / run["pages"] for run in runs[side]]) for side in runs}
    _show(speed, cpu, len(runs["raw"]), int(runs["raw"][0]["pages"]))
    for side in LIGHT:
        verdict.note(f"{side}_pages_per_s", speed[side], 1)
        verdict.note(f"{side}_cpu_per_page", cpu[side], 3)
    verdict.note("selenium", version("selenium"))
    verdict.at_least("speed_of_raw", speed["ours-4"].over(speed["raw"]), FASTER)
    verdict.at_most("cpu_of_raw", cpu["ours-4"].over(cpu["raw"]), CPU)
    verdict.at_least("speed_of_playwright", speed["ours-4"].over(speed["playwright"]), PEER)
    verdict.at_least("speed_of_unblocked", speed["blocked"].over(speed["pictures"]), BLOCKING)
    return verdict.end()


def _measure(site: str, rounds: int, many: int) -> Runs:
    """Run all sides in turn, round by round; the first round is not counted."""
    runs: Runs = defaultdict(list)
    for number in range(rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for side in (*LIGHT, *HEAVY):
            few = _run(side, site, FEW)
            more = _run(side, site, many)
            if number:
                net = {name: more[name] - few[name] for name in ("wall", "cpu", "pages")}
                runs[side].append(net | {"whole": min(few["whole"], more["whole"])})
    return runs


def _run(side: str, site: str, pages: int) -> Figures:
    given = {"side": side, "site": site, "pages": pages}
    return run_module("benchmarks.browser_side", given, {})


def _versions() -> list[str]:
    packages = [f"{name} {version(name)}" for name in ("selenium", "scrapy-playwright")]
    said = subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"Chromium [\d.]+", said.stdout)
    return [*packages, found[0] if found else "Chromium"]


def _show(speed: dict[str, Series], cpu: dict[str, Series], rounds: int, pages: int) -> None:
    print(f"median [least..most] of {rounds} interleaved runs, {pages} pages each, start apart")
    for side, series in speed.items():
        faster, dearer = series.over(speed["raw"]), cpu[side].over(cpu["raw"])
        print(
            f"  {side:10} {series.text(1)} pages/s ({faster.median:.2f} x raw), "
            f"CPU {cpu[side].text(3)} s a page ({dearer.median:.2f} x raw)"
        )


if __name__ == "__main__":
    sys.exit(main())
