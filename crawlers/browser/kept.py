"""Pictures and pages that outlive their tab, under BROWSER_DIR/kept."""

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path


class KeptFiles:
    """Names files by time, and keeps the newest BROWSER_KEPT_MAX of them."""

    def __init__(self, root: Path, most: int) -> None:
        self._folder = root / "kept"
        self._most = most

    def path(self, suffix: str) -> Path:
        """Return the path of a new file; the oldest ones make room."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files = sorted(self._folder.iterdir())
        for old in files[: max(0, len(files) - self._most + 1)]:
            with suppress(OSError):
                old.unlink()
        # Sorted by name is sorted by time.
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        return self._folder / f"{now}-{secrets.token_hex(3)}{suffix}"
