"""What stands together."""

from collections.abc import Iterable
from itertools import combinations


def pairs(written: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Count for each two languages who wrote in both, from contributors with their languages."""
    writers: dict[int, set[int]] = {}
    for contributor, language in written:
        writers.setdefault(language, set()).add(contributor)
    both = {
        (one, other): len(writers[one] & writers[other])
        for one, other in combinations(sorted(writers), 2)
    }
    return {pair: count for pair, count in both.items() if count}
