"""The browser, or one line that says why its tests are skipped."""

import pytest

from tests.chromium import need_chromium


@pytest.fixture(scope="session")
def browser():
    """Needs Chromium and its driver; REQUIRE_BROWSER=1 makes a missing one a failure."""
    need_chromium()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def site(_practice_site):
    """The practice site for a whole module, as new."""
    _practice_site.reset()
    return _practice_site
