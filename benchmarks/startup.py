"""What our house costs before anything runs: `python -m benchmarks.startup [--quick]`.

CPU of `scrapy list` here, against a project that `scrapy startproject` and `genspider` made with
as many spiders as we have. scrapyd runs this for every version it is given.
"""

import argparse
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.measure import ROOT, Figures, Series, run, workshop
from benchmarks.verdict import Verdict, show_versions

RATIO = 1.1  # times a bare project's CPU
ROUNDS = 15

# Runs `scrapy list` as the console script does, and tells at its end what that took.
LIST = """
import atexit, json, sys, time
from scrapy.cmdline import execute
def tell():
    cpu, modules = time.process_time(), len(sys.modules)
    print(json.dumps({"cpu": cpu, "modules": modules, "django": "django" in sys.modules}))
atexit.register(tell)
execute(["scrapy", "list"])
"""


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    quick = parser.parse_args().quick
    show_versions()
    with workshop() as folder:
        ours = _list(ROOT)
        places = {"bare": _bare_project(folder, len(ours["lines"])), "ours": ROOT}
        _list(places["bare"])  # compiles, as the first of ours did
        runs: dict[str, list[Figures]] = defaultdict(list)
        for _ in range(1 if quick else ROUNDS):
            for side, place in places.items():
                runs[side].append(_list(place))
    verdict = Verdict("startup", judge=not quick)
    cpu = {side: Series([run["cpu"] * 1000 for run in runs[side]]) for side in runs}
    for side, series in cpu.items():
        spiders, modules = len(runs[side][0]["lines"]), runs[side][0]["modules"]
        print(f"  {side}: {series.text()} ms, {spiders} spiders, {modules} modules")
        verdict.note(f"{side}_ms", series)
    verdict.exactly("django_imported", sum(run["django"] for run in runs["ours"]), 0)
    verdict.at_most("ratio", cpu["ours"].over(cpu["bare"]), RATIO)
    return verdict.end()


def _list(place: Path) -> Figures:
    return run([sys.executable, "-c", LIST], cwd=place)


def _bare_project(folder: Path, spiders: int) -> Path:
    """Generate a project with so many spiders, as Scrapy's tutorial does."""
    scrapy = [sys.executable, "-m", "scrapy"]
    subprocess.run([*scrapy, "startproject", "bare"], cwd=folder, capture_output=True, check=True)
    place = folder / "bare"
    for number in range(spiders):
        line = [*scrapy, "genspider", f"site{number}", f"site{number}.example"]
        subprocess.run(line, cwd=place, capture_output=True, check=True)
    return place


if __name__ == "__main__":
    sys.exit(main())
