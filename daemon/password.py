"""No scrapyd without a password: who reaches its API runs code (scrapy/scrapyd#518)."""

import os
import secrets
from pathlib import Path

from django.conf import settings

DEFAULT_USER = "spidersilk"


def password_file() -> Path:
    """Return where the password is that was made for this installation."""
    return Path(settings.VAR_DIR) / "scrapyd" / "password"


def set_password() -> None:
    """Put SCRAPYD_USERNAME and SCRAPYD_PASSWORD into the environment, which scrapyd reads.

    SCRAPYD_PASSWORD_FILE names a file that holds it; without either one is made, once.
    """
    os.environ["SCRAPYD_USERNAME"] = os.environ.get("SCRAPYD_USERNAME") or DEFAULT_USER
    if not os.environ.get("SCRAPYD_PASSWORD"):
        os.environ["SCRAPYD_PASSWORD"] = _kept()


def _kept() -> str:
    named = os.environ.get("SCRAPYD_PASSWORD_FILE")
    path = Path(named) if named else password_file()
    if not named and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"password.{secrets.token_hex(4)}")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(32) + "\n")
        try:
            # Several nodes may start at once: the first file stays, all read it.
            path.hardlink_to(new)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_text().strip()
