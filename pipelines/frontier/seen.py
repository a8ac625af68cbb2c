"""Which URLs came already, as far as this process knows."""

from enum import Enum
from typing import Protocol


class Came(Enum):
    """What is known of a URL: that it came before, that it did not, or neither."""

    BEFORE = 1
    NEVER = 2
    PERHAPS = 3


class Seen(Protocol):
    """Remembers fingerprints (hex digits)."""

    def add(self, fingerprint: str) -> Came:
        """Say whether it came before, and remember it."""


class SeenSet:
    """Remembers every fingerprint: 81 bytes each in a set of a million (benchmarks/frontier)."""

    # 15 of SHA-1's 20 bytes: an object of 48 bytes instead of 64. That any two of a billion URLs
    # share them has a probability of 4e-19.
    BYTES = 15

    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def add(self, fingerprint: str) -> Came:
        digest = bytes.fromhex(fingerprint[: 2 * self.BYTES])
        if digest in self._known:
            return Came.BEFORE
        self._known.add(digest)
        return Came.NEVER


class SeenBloom:
    """Remembers in 4 bytes a URL, and asks the database where it is not certain.

    A Bloom filter's "no" is certain, its "yes" is not: only the last `recent` URLs are known for
    certain, and for a "yes" the ledger's unique key decides. So no page is skipped by mistake.
    """

    FALSE = 1e-6  # share of new URLs that the database is asked about for nothing

    def __init__(self, expected: int, recent: int = 50_000) -> None:
        from rbloom import Bloom  # noqa: PLC0415 -- an extra that few installations need

        self._bloom = Bloom(expected, self.FALSE, _hash)
        self._recent: dict[str, None] = {}
        self._most = recent

    def add(self, fingerprint: str) -> Came:
        if fingerprint in self._recent:
            return Came.BEFORE
        self._recent[fingerprint] = None
        if len(self._recent) > self._most:
            del self._recent[next(iter(self._recent))]
        if fingerprint in self._bloom:
            return Came.PERHAPS
        self._bloom.add(fingerprint)
        return Came.NEVER


def _hash(fingerprint: str) -> int:
    """Return 128 bits of what is a hash already, as the signed number that rbloom takes."""
    return int(fingerprint[:32], 16) - (1 << 127)
