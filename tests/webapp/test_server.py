"""`make site`: admin and site on a real WSGI server, static files by whitenoise."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.crawling import ROOT, wait_for

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(url):
    """Return status, headers and text of a page, following redirects."""
    try:
        with OPENER.open(url, timeout=10) as response:
            return response.status, response.headers, response.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, ""


def answers(url):
    with contextlib.suppress(OSError):
        return get(url)[0]
    return None


@pytest.fixture
def site(sqlite_database, tmp_path):
    env = {**os.environ, **sqlite_database.env, "VAR_DIR": str(tmp_path / "var")}
    manage = [sys.executable, "-m", "webapp", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(manage, cwd=ROOT, env=env, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = [
        sys.executable,
        "-m",
        "gunicorn",
        "--no-control-socket",
        "--bind",
        f"127.0.0.1:{port}",
        "webapp.wsgi",
    ]
    with subprocess.Popen(
        server, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(f"{url}/admin/login/") == 200, what="the server")
        yield url
        process.terminate()
        process.wait(20)


def test_admin_and_site_with_their_static_files(site):
    status, headers, page = get(f"{site}/")  # nobody is logged in
    assert status == 200
    assert "Log in" in page
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    for style in styles:
        status, headers, _ = get(site + style)
        assert (status, headers.get_content_type()) == (200, "text/css")
    assert get(f"{site}/nowhere/")[0] == 404
