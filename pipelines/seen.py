"""Which natural keys came already in this crawl."""

# 64-bit hashes: a set of a million takes some 75 MB, and two of a million keys share a hash in
# fewer than one of 10 million crawls; the count would then be one too high, no row is touched.
LIMIT = 1_000_000


class SeenKeys:
    """Tells whether a key came before; after a million keys it remembers no new ones."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._hashes: set[int] = set()

    def add(self, kind: str, key: str) -> bool:
        """Return whether this key came before, and remember it."""
        digest = hash((kind, key))
        if digest in self._hashes:
            return True
        if len(self._hashes) < self._limit:
            self._hashes.add(digest)
        return False
