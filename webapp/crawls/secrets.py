"""What must not be shown: values whose names say that they are secret."""

import re
from collections.abc import Mapping
from typing import Any

SECRET = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|api_?key|credential|cookie|auth", re.IGNORECASE
)
MASK = "***"


def is_secret(name: str) -> bool:
    """Say whether a name promises a secret: password, token, API_KEY and the like."""
    return bool(SECRET.search(name))


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments or settings as they may be shown."""
    return {name: MASK if is_secret(name) and value else value for name, value in values.items()}
