"""Runs Scrapy with a project's own code. scrapyd.conf: `runner`.

This file is run by its path with `python -P`, and imports nothing of ours: the first `crawlers`
that Python finds has to be the project's, whatever is installed or lies in the current folder.
A job's arguments come in the environment: a command line can be read by all users of a machine.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Run one Scrapy command, or the job that SCRAPYD_RUN describes."""
    code = os.environ.get("SCRAPYD_CODE")
    sys.path.insert(0, code or str(Path.cwd()))
    run = os.environ.pop("SCRAPYD_RUN", "")
    if run:
        sys.argv = ["scrapy", *_words(json.loads(run))]
    from scrapy.cmdline import execute  # noqa: PLC0415 -- after the path is set

    ended = os.environ.pop("SCRAPYD_ENDED", "")
    try:
        execute()
    except SystemExit as error:
        _note(ended, error.code)
        raise
    _note(ended, 0)


def _words(run: dict[str, Any]) -> list[str]:
    words = ["crawl", run["spider"]]
    for name, value in run["settings"].items():
        words += ["-s", f"{name}={value}"]
    for name, value in run["arguments"].items():
        words += ["-a", f"{name}={value}"]
    return [*words, "-a", f"_job={run['job']}"]


def _note(path: str, code: Any) -> None:
    """Write the exit code down: scrapyd may have been started anew, and then is told of none."""
    if path:
        number = code if isinstance(code, int) else int(code is not None)
        Path(path).write_text(str(number))


if __name__ == "__main__":
    main()
