"""`make demo`: the practice site crawled with the real command, twice if it is run twice.

Run from the checkout: `python -m tests.demo`.
"""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from tests.site.process import running_site

ROOT = Path(__file__).resolve().parent.parent
PORT_FILE = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "practice-site-port"
CRAWLS = (
    ("books", ("-a", "base_url={site}/books/")),
    ("quotes", ("-a", "base_url={site}/quotes/")),
    ("pages", ("-a", "url={site}/site/")),
)
SUMMARY = re.compile(r"(\d+) items (created|updated|unchanged|rejected)")


def main():
    """Migrate, crawl three spiders, show what is stored; returns the exit code."""
    run("-m", "webapp", "migrate", "--verbosity", "0")
    written = 0
    with running_site("--port", kept_port()) as site:
        PORT_FILE.write_text(site.url.rpartition(":")[2])
        print(f"The practice site runs at {site.url}")
        for spider, options in CRAWLS:
            given = [option.format(site=site.url) for option in options]
            print(f"\nscrapy crawl {spider} {' '.join(given)}")
            written += crawl(spider, given)
    print("\nThe practice site is stopped. Stored now:\n")
    run("-m", "webapp", "counts")
    if not written:
        print("\nNothing new: every item was stored before, and nothing was written again.")
    print("\nTo look at it: make admin-user, then make site, then http://127.0.0.1:8000/admin/")
    return 0


def kept_port():
    """Return the port of the last demo if it is free: another port would be another site."""
    if not PORT_FILE.exists():
        return "0"
    port = PORT_FILE.read_text()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            print(
                f"Port {port} of the last demo is taken: this demo is a new site, with new rows."
            )
            return "0"
    return port


def crawl(spider, options):
    """Run one crawl; returns how many rows it wrote."""
    process = run("-m", "scrapy", "crawl", spider, *options, capture=True)
    last = process.stderr.strip().rpartition("\n")[2]
    print(last.partition("INFO: ")[2] or last)
    if process.returncode not in {0, 3}:
        sys.exit(f"{process.stderr}\nThe crawl of {spider} ended with code {process.returncode}.")
    counts = {name: int(count) for count, name in SUMMARY.findall(last)}
    return counts.get("created", 0) + counts.get("updated", 0)


def run(*arguments, capture=False):
    """Run this Python in the checkout."""
    sys.stdout.flush()  # what is said before stands before what it says
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE if capture else None,
        text=True,
        check=not capture,
    )


if __name__ == "__main__":
    sys.exit(main())
