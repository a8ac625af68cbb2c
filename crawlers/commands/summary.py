"""What a crawl did: a table on a terminal, a line in a log."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from scrapy.crawler import Crawler

from crawlers.extensions.outcome import ExitCode
from crawlers.fates import Fate, is_refused

logger = logging.getLogger(__name__)

Figures = dict[str, tuple[Any, str]]  # label: count, and what it is made of
ITEMS = ("created", "updated", "unchanged", "duplicate", "rejected", "unsaved")


def show_summary(crawler: Crawler) -> None:
    """Show the figures of a crawl that ended, and where the admin shows them."""
    stats = crawler.stats.get_stats()
    reason, code = stats.get("finish_reason", "killed"), stats.get("exit_code", 5)
    figures = _figures(stats)
    address = _address(crawler, stats)
    title = f"{crawler.spidercls.name}: {reason}, exit code {code}"
    if not sys.stderr.isatty():
        counts = ", ".join(f"{n} {label}{more}" for label, (n, more) in figures.items())
        logger.info("%s: %s%s", title, counts, address and f". {address}")
    elif crawler.settings.getbool("LOG_ENABLED"):
        # A crawl that did not start has said why, and has no figures.
        _table(title, {} if code == ExitCode.NOT_STARTED else figures, address)


def _figures(stats: Mapping[str, Any]) -> Figures:
    get = stats.get
    figures: Figures = {"pages": (get("pages/received", 0), "")}
    for label in ("failed", "refused"):
        if count := get(f"pages/{label}", 0):
            figures[f"pages {label}"] = (count, _fates(stats, refused=label == "refused"))
    others = {
        "others/pages/failed": "pages failed in other runs of this job",
        "pages/cancelled": "pages not asked for any more",
        "links/broken": "links broken",
    }
    figures |= {label: (get(name), "") for name, label in others.items() if get(name, 0)}
    figures["items"] = (get("item_scraped_count", 0), "")
    for outcome in ITEMS:
        if count := get(f"items/{outcome}", 0):
            figures[f"items {outcome}"] = (count, "")
    if fields := get("items/fields_rejected", 0):
        figures["fields rejected"] = (fields, "")
    if (seconds := get("elapsed_time_seconds")) is not None:
        figures["seconds"] = (f"{seconds:.1f}", "")
    return figures


def _fates(stats: Mapping[str, Any], *, refused: bool) -> str:
    start = "pages/fate/"
    counts = {k.removeprefix(start): v for k, v in stats.items() if k.startswith(start)}
    counts.pop(Fate.CANCELLED, None)
    found = [f"{fate} {n}" for fate, n in counts.items() if is_refused(fate) is refused]
    return f" ({', '.join(sorted(found))})" if found else ""


def _address(crawler: Crawler, stats: Mapping[str, Any]) -> str:
    job = stats.get("job/id")
    base = crawler.settings["ADMIN_URL"].rstrip("/")
    return f"{base}/crawls/job/{job}/change/" if job is not None else ""


def _table(title: str, figures: Figures, address: str) -> None:
    from rich.console import Console  # noqa: PLC0415 -- 60 ms that only a terminal needs
    from rich.table import Table  # noqa: PLC0415 -- as above

    table = Table(show_header=False)
    for label, (count, more) in figures.items():
        table.add_row(label, f"{count}{more}")
    console = Console(stderr=True, highlight=False)
    console.print(title, markup=False, soft_wrap=True)
    if figures:
        console.print(table)
    if address:
        console.print(f"In the admin (after `make site`): {address}", soft_wrap=True)
