"""The browser, or one line that says why its tests are skipped."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def browser():
    """Needs Chromium and its driver; REQUIRE_BROWSER=1 makes a missing one a failure."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing:
        reason = f"no {' and no '.join(missing)} here: `make browser` installs them"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def site(_practice_site):
    """The practice site for a whole module, as new."""
    _practice_site.reset()
    return _practice_site
