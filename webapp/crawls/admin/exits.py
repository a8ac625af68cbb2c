"""What the exit codes of `scrapy crawl` mean: crawlers.extensions.outcome gives them."""

EXIT_CODES: dict[int, tuple[str, str]] = {
    0: (
        "ok",
        "Ended by itself, and no more failed than was allowed: nothing, if nothing was set.",
    ),
    1: ("not started", "The database or the start was not ready: nothing was crawled."),
    2: ("usage", "The command was called wrongly."),
    3: (
        "incomplete",
        "Ended by itself, but pages failed, items were rejected, or nothing was found.",
    ),
    4: ("storage failed", "The database stayed away, so the crawl stopped."),
    5: ("cut short", "Stopped by a person or a limit before all was crawled."),
}


def exit_meaning(code: int | None) -> tuple[str, str]:
    """Return an exit code's name and the sentence that explains it."""
    if code is None:
        return "", ""
    return EXIT_CODES.get(code, ("unknown", "No exit code of ours."))
