"""Real crawls in their own process."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def command(spider, *options, args=None, settings=None):
    """Return the command line of `scrapy crawl`."""
    line = [sys.executable, "-m", "scrapy", "crawl", spider]
    for name, value in (args or {}).items():
        line += ["-a", f"{name}={value}"]
    for name, value in (settings or {}).items():
        line += ["-s", f"{name}={value}"]
    return [*line, *options]


def environment(env=None):
    return {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}


def crawl(spider, *options, args=None, settings=None, env=None, timeout=120):
    """Run a crawl to its end; returns the completed process with its log in `stderr`."""
    return subprocess.run(
        command(spider, *options, args=args, settings=settings),
        cwd=ROOT,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@contextlib.contextmanager
def running_crawl(spider, *options, args=None, settings=None, env=None, log=None):
    """Run a crawl beside the test; what is left of it at the end is killed."""
    with (
        Path(log or os.devnull).open("wb") as sink,
        subprocess.Popen(
            command(spider, *options, args=args, settings=settings),
            cwd=ROOT,
            env=environment(env),
            stdout=sink,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(10)


def wait_for(condition, seconds=30, what="the condition"):
    """Poll until the condition holds and return its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)  # noqa: TID251 -- a test's process has no reactor
    raise AssertionError(f"waited {seconds} s for {what}")


MANY = {"SPIDER_MODULES": "tests.practice_spiders.many"}


def crawl_many(database, *options, settings=None, timeout=120, **args):
    """Crawl the spider that makes books out of thin air."""
    return crawl(
        "many",
        *options,
        args=args,
        settings=MANY | (settings or {}),
        env=database.env,
        timeout=timeout,
    )
