"""Secrets that an installation makes for itself, once."""

import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Return the secret in a file that only its owner reads; make it if there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Several processes may start at once: the first file stays, all read it.
        new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(64) + "\n")
        try:
            path.hardlink_to(new)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text().strip()
