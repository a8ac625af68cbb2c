"""No scrapyd without a password: who reaches its API runs code (scrapy/scrapyd#518)."""

import os
from pathlib import Path

from django.conf import settings

from webapp.kept import kept_secret

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
    if named := os.environ.get("SCRAPYD_PASSWORD_FILE"):
        return Path(named).read_text().strip()
    return kept_secret(password_file())
