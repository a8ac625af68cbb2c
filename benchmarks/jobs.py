"""From asked for to running, and jobs a minute: `python -m benchmarks.jobs [--quick]`.

Our scrapyd against scrapyd's own parts, with its default poll of 5 s and with one of 0.5 s, in one
run: the same plain project with an empty spider, two slots each. One node at a time lives. Then:
how fast our API answers while an egg of this tree is deployed to it.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Series, workshop
from benchmarks.verdict import Verdict, show_versions
from tests.daemon.server import PASSWORD, Scrapyd, plain_project

SLOTS = 2
STOCK = """[scrapyd]
max_proc = {slots}
poll_interval = {poll}
"""
SIDES = ("stock", "stock_fast", "ours")
MOST_DELAY = 0.5  # seconds, median
MOST_ANSWER = 0.1  # seconds, 95th percentile while a deploy goes on


class StockScrapyd(Scrapyd):
    """scrapyd with all its own parts."""

    poll = 5.0

    def start(self, command: Any = (sys.executable, "-m", "scrapyd", "--pidfile=")) -> Scrapyd:
        return super().start(command)

    def place_conf(self) -> None:
        text = STOCK.format(slots=SLOTS, poll=self.poll)
        (self.folder / "scrapyd.conf").write_text(text)


@contextmanager
def node(side: str, folder: Path) -> Iterator[Scrapyd]:
    """Run one side's node, as new."""
    place = plain_project(folder / "project")
    env = {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
    }
    made: Scrapyd = (
        Scrapyd(place, folder, env, max_proc=SLOTS)
        if side == "ours"
        else StockScrapyd(place, folder, env)
    )
    if isinstance(made, StockScrapyd):
        made.poll = 5.0 if side == "stock" else 0.5
    else:
        subprocess.run(
            [sys.executable, "-m", "webapp", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=made.env,
            check=True,
        )
    try:
        yield made.start()
    finally:
        made.stop()


def pause(seconds: float) -> None:
    """Let the machine work."""
    time.sleep(seconds)  # noqa: TID251 -- no reactor here


def until(condition: Callable[[], Any]) -> None:
    """Wait, looking 50 times a second."""
    while not condition():
        pause(0.02)


def launch_delay(running: Scrapyd, number: int) -> float:
    """Return seconds from the answer to schedule.json to its being listed as running."""
    jobid = f"delay{number}"
    running.schedule(jobid=jobid)
    asked = time.monotonic()
    until(lambda: running.api("status", job=jobid)["currstate"] in {"running", "finished"})
    delay = time.monotonic() - asked
    until(lambda: running.api("status", job=jobid)["currstate"] == "finished")
    pause(0.37 * (number % 3))  # not in step with the poll
    return delay


def jobs_a_minute(running: Scrapyd, count: int) -> float:
    """Return how many empty jobs end in a minute, when all are asked for at once."""
    before = len(running.ran())
    begun = time.monotonic()
    for number in range(count):
        running.schedule(jobid=f"rate{number}")
    last = f"rate{count - 1}"
    until(lambda: running.api("status", job=last)["currstate"] == "finished")
    until(lambda: not running.api("daemonstatus")["running"])
    took = time.monotonic() - begun
    if len(running.ran()) - before != count:
        raise RuntimeError(f"{len(running.ran()) - before} of {count} jobs ran")
    return 60 * count / took


def answers_while_deploying(running: Scrapyd, folder: Path) -> list[float]:
    """Return how many seconds each daemonstatus.json took while a deploy was going on."""
    egg = folder / "tree.egg"
    subprocess.run(
        [Path(sys.executable).parent / "scrapyd-deploy", "--build-egg", egg],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    conf = folder / "project" / "scrapy.cfg"
    conf.write_text(
        f"{conf.read_text()}[deploy]\nurl = {running.url}\nproject = spidersilk\n"
        f"username = ann\npassword = {PASSWORD}\n"
    )
    line = [Path(sys.executable).parent / "scrapyd-deploy", "--egg", egg]
    with subprocess.Popen(
        line, cwd=conf.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as deploying:
        took = []
        while deploying.poll() is None:
            begun = time.monotonic()
            running.api("daemonstatus")
            took.append(time.monotonic() - begun)
            pause(0.02)
    if deploying.returncode:
        raise RuntimeError("the deploy failed")
    return took


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def main() -> int:
    """Measure and judge; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.jobs", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only show that it runs")
    quick = parser.parse_args().quick
    show_versions()
    rounds, posts, jobs = (1, 2, 4) if quick else (3, 8, 20)
    delays: dict[str, list[float]] = {side: [] for side in SIDES}
    rates: dict[str, list[float]] = {side: [] for side in SIDES}
    answers: list[float] = []
    with workshop() as folder:
        for number in range(rounds):
            for side in SIDES:
                place = folder / f"{side}{number}"
                place.mkdir()
                with node(side, place) as running:
                    delays[side] += [launch_delay(running, each) for each in range(posts)]
                    rates[side].append(jobs_a_minute(running, jobs))
                    if side == "ours":
                        answers += answers_while_deploying(running, place)
    verdict = Verdict("jobs", judge=not quick)
    for side in SIDES:
        print(
            f"  {side}: launch delay median {statistics.median(delays[side]):.2f} s, "
            f"p95 {p95(delays[side]):.2f} s (n={len(delays[side])}); "
            f"{Series(rates[side]).text()} jobs a minute"
        )
        verdict.note(f"{side}_p95_s", p95(delays[side]), 2)
        verdict.note(f"{side}_a_minute", Series(rates[side]))
    verdict.at_most("delay_s", Series([statistics.median(delays["ours"])]), MOST_DELAY)
    ours = Series(rates["ours"])
    verdict.at_least("rate_over_stock", ours.over(Series(rates["stock"])), 1)
    verdict.at_least("rate_over_stock_fast", ours.over(Series(rates["stock_fast"])), 1)
    verdict.at_most("answer_while_deploying_s", Series([p95(answers)]), MOST_ANSWER, 3)
    return verdict.end()


if __name__ == "__main__":
    sys.exit(main())
