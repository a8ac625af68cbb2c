"""Wrong use is answered in a sentence, and no door is open."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.crawling import wait_for
from tests.daemon.server import Scrapyd, place_conf, scrapyd


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"spider": "noting"}, "'project' parameter is required"),
        ({"project": "none", "spider": "noting"}, "project 'none' not found"),
        ({"project": "default", "spider": "none"}, "spider 'none' not found"),
        (
            {"project": "default", "spider": "noting", "_version": "9"},
            "version '9' not found",
        ),
        (
            {"project": "default", "spider": "noting", "setting": "NOEQ"},
            "setting 'NOEQ' is not NAME=value",
        ),
        (
            {"project": "default", "spider": "noting", "jobid": "../../x"},
            "job id '../../x' is not one: up to 64 letters, digits and the signs _ . : -",
        ),
    ],
)
def test_wrong_use_is_a_sentence(api_node, data, message):
    answer = api_node.post("schedule", **data)
    assert (answer["status"], answer["message"]) == ("error", message)


@pytest.fixture(scope="module")
def api_node(tmp_path_factory, sqlite_template):
    """One node for all that changes nothing."""
    from tests.daemon.server import plain_project  # noqa: PLC0415 -- only here

    folder = tmp_path_factory.mktemp("api")
    path = folder / "db.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    env = {"DATABASE_URL": f"sqlite:///{path}"}
    with scrapyd(plain_project(folder / "project"), folder, env) as node:
        yield node


def test_no_door_is_open(api_node):
    assert api_node.request("daemonstatus.json", password=None)[0] == 401
    assert api_node.request("daemonstatus.json", password="wrong")[0] == 401
    assert api_node.request("logs/", password=None)[0] == 401
    for origin in ("https://evil.example", "null", f"http://127.0.0.1:{api_node.port + 1}"):
        status, headers, body = api_node.request(
            "addversion.json", {"project": "x", "version": "1", "egg": "x"}, {"Origin": origin}
        )
        assert (status, json.loads(body)["status"]) == (403, "error")
        assert "Access-Control-Allow-Origin" not in headers
    own = {"Origin": api_node.url.rstrip("/")}
    assert api_node.request("daemonstatus.json", headers=own)[0] == 200
    assert "Access-Control-Allow-Origin" not in api_node.request("daemonstatus.json")[1]


def test_what_is_no_egg_is_refused(api_node):
    not_zip = api_node.post("addversion", project="shop", version="2", egg="text")
    assert not_zip["message"].startswith("egg is not a ZIP file")
    traversal = api_node.post("addversion", project="../x", version="2", egg="text")
    assert "is no name" in traversal["message"]
    assert api_node.api("listprojects")["projects"] == ["default"]


def test_pages_answer(api_node):
    status, _, body = api_node.request("jobs")
    # ScrapydWeb reads this table.
    headers = re.findall(rb"<th>(\w+)</th>", body)
    assert status == 200
    assert headers == [b"Project", b"Spider", b"Job", b"PID", b"Start", b"Runtime", b"Finish",
                       b"Log", b"Cancel"]  # fmt: skip
    assert b"default" in api_node.request("")[2]
    assert api_node.request("jobs", {"a": "b"})[0] == 405
    assert api_node.request("jobs", method="HEAD")[2] == b""
    assert api_node.request("schedule.json", method="GET")[0] == 200  # status: error, as ever
    assert api_node.request("none.json")[0] == 404


def test_a_password_is_made_once(project, var, sqlite_database):
    place_conf(project)
    node = Scrapyd(project, var, sqlite_database.env)
    del node.env["SCRAPYD_PASSWORD"]
    del node.env["SCRAPYD_USERNAME"]
    made = []
    for _ in range(2):
        with node.log.open("ab") as sink:
            node.process = subprocess.Popen(
                [sys.executable, "-m", "daemon"],
                cwd=project,
                env=node.env,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
        wait_for(lambda: _answers(node), what="it to answer")
        made.append((var / "scrapyd" / "password").read_text())
        node.stop()
    assert made[0] == made[1]
    assert len(made[0].strip()) >= 40
    assert (var / "scrapyd" / "password").stat().st_mode & 0o777 == 0o600
    assert made[0].strip() not in node.log.read_text()


def _answers(node):
    try:
        return node.request("daemonstatus.json", password=None)[0] == 401
    except OSError:
        return False


def test_an_old_database_is_named(project, var, tmp_path):
    place_conf(project)
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "VAR_DIR": str(var)}
    done = subprocess.run(
        [sys.executable, "-m", "daemon"],
        cwd=project,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert "migrations are not applied to the database: run `python -m webapp migrate`" in said
    assert "Traceback" not in said
