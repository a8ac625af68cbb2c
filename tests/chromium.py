"""Chromium and its driver, or one line that says why a test is skipped."""

import os
import shutil

import pytest


def need_chromium():
    """Skip in one visible line, or fail where a browser was promised (REQUIRE_BROWSER=1)."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing:
        reason = f"no {' and no '.join(missing)} here: `make browser` installs them"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
