"""scrapyd, ports and files: each trap is found by its name, with what to do."""

import contextlib
import os
import shutil
import stat
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.doctor.examining import found, only


@contextlib.contextmanager
def answering(status, address="127.0.0.1"):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer((address, 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_scrapyd_with_a_password(var, monkeypatch):
    (var / "scrapyd").mkdir()
    (var / "scrapyd" / "password").write_text("a long enough password\n")
    with answering(401) as port:
        monkeypatch.setenv("SCRAPYD_HTTP_PORT", str(port))
        assert only("password") == ("ok", "scrapyd has a password.")


def test_scrapyd_without_a_password(var, monkeypatch):
    with answering(200) as port:
        monkeypatch.setenv("SCRAPYD_HTTP_PORT", str(port))
        (first, second) = found("password")
    assert (first[0], "no password yet" in first[1]) == ("warn", True)
    assert (second[0], "asks for no password" in second[1]) == ("fail", True)


def test_a_scrapyd_that_is_away_and_a_short_password(monkeypatch, tmp_path):
    monkeypatch.setenv("SCRAPYD_PASSWORD", "short")
    (first, second) = found("password")
    assert (first[0], "only 5 characters" in first[1]) == ("fail", True)
    assert (second[0], "No scrapyd answers" in second[1]) == ("warn", True)
    monkeypatch.delenv("SCRAPYD_PASSWORD")
    monkeypatch.setenv("SCRAPYD_PASSWORD_FILE", str(tmp_path / "nothing"))
    assert found("password")[0][0] == "fail"


def test_ports_for_this_machine_only(monkeypatch):
    assert only("ports")[0] == "ok"
    with answering(200, "0.0.0.0") as port:
        monkeypatch.setenv("PORT", str(port))
        state, text = only("ports")
    assert (state, f"the site listens at 0.0.0.0:{port}" in text) == ("warn", True)
    monkeypatch.setenv("SCRAPYD_BIND_ADDRESS", "0.0.0.0")
    assert "scrapyd.conf binds 0.0.0.0" in only("ports")[1]


def test_secrets_that_others_may_read(var):
    assert only("secrets")[0] == "ok"
    path = var / "secret_key"
    path.touch(mode=0o644)
    path.chmod(0o644)
    state, text = only("secrets")
    assert (state, text.endswith(f"Run: chmod 600 {path}")) == ("fail", True)
    path.chmod(stat.S_IRUSR)
    assert only("secrets")[0] == "ok"


def test_static_files(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    assert only("static")[0] == "fail"
    settings.STATIC_ROOT.mkdir()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text("{}")
    assert only("static")[0] == "ok"
    os.utime(manifest, (1, 1))
    assert only("static")[0] == "warn"


@pytest.mark.parametrize(
    ("debug", "production", "state"),
    [(True, True, "fail"), (True, False, "warn"), (False, True, "ok"), (False, False, "ok")],
)
def test_debug(settings, debug, production, state):
    settings.DEBUG, settings.PRODUCTION = debug, production
    assert only("debug")[0] == state


def test_disk(monkeypatch, var):
    assert only("disk")[0] == "ok"
    shutil.rmtree(var)
    assert only("disk")[0] == "ok"
    from webapp.crawls.doctor import machine  # noqa: PLC0415 -- its limits are set higher

    monkeypatch.setattr(machine, "LITTLE", 1e9)
    assert only("disk")[0] == "warn"
    monkeypatch.setattr(machine, "LEAST", 1e9)
    assert only("disk")[0] == "fail"
