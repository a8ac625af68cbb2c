"""An installation that has nothing of its own, and nothing said about it."""

import os
import socket

import pytest


@pytest.fixture(autouse=True)
def var(settings, tmp_path, monkeypatch):
    """A folder of its own, and an environment that says nothing."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    for name in list(os.environ):
        if name.startswith(("SCRAPYD_", "BROWSER_", "SELENIUM_")) or name == "PORT":
            monkeypatch.delenv(name)
    monkeypatch.setenv("SCRAPYD_HTTP_PORT", str(free_port()))
    monkeypatch.setenv("PORT", str(free_port()))
    return settings.VAR_DIR


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
