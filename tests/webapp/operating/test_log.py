"""The log of a job: read in parts, over HTTP, from the scrapyd that ran it."""

import http.server
import threading
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User

from tests.daemon.server import free_port
from tests.webapp.operating.conftest import person
from tests.webapp.test_details import page, text_of
from tests.webapp.test_hostile_text import Markup
from webapp.crawls import logtext, nodelog
from webapp.crawls.models import Job, Node

LINES = "".join(f"line {n} of ünicode\n" for n in range(20_000))
HOSTILE = (
    "<script>hostile()</script>\x1b[31mred\x1b]0;title\x07 \u202egpj.exe\x00\r overwritten\n"
    "</pre><img src=x onerror=hostile()>\r\n{{ request.user.password }}\n"
)


@pytest.fixture
def job(node):
    return Job.objects.create(spider="s", state="running", node=node)


def part(client, job, **query):
    return client.get(f"/admin/crawls/job/{job.pk}/log.json", query).json()


def log_page(client, job, **query):
    return client.get(page(job, "log"), query)


def test_log_is_read_from_its_end_and_older_parts_join_without_a_gap(root, job, write_log):
    write_log(job, LINES)
    whole = LINES.encode()
    last = part(root, job)
    assert (last["end"], last["size"]) == (len(whole), len(whole))
    text, start = last["text"], last["start"]
    while start:
        older = part(root, job, before=start)
        assert older["end"] == start
        text, start = older["text"] + text, older["start"]
    assert text == LINES


def test_log_is_followed_while_it_grows(root, job, write_log):
    path = write_log(job, "one\n")
    first = part(root, job)
    assert (first["text"], first["is_open"]) == ("one\n", True)
    assert part(root, job, at=first["end"])["text"] == ""
    with path.open("ab") as file:
        file.write("two ü".encode()[:-1])  # half a letter
    second = part(root, job, at=first["end"])
    assert second["text"] == "two "
    with path.open("ab") as file:
        file.write("ü".encode()[1:] + b"\n")
    assert part(root, job, at=second["end"])["text"] == "ü\n"


@pytest.mark.parametrize("content", ["", "x", "short\n"])
def test_short_log_is_whole(root, job, write_log, content):
    write_log(job, content)
    assert part(root, job)["text"] == content
    assert log_page(root, job).status_code == 200


def test_huge_log_is_never_read_whole(root, job, write_log):
    path = write_log(job, "")
    with path.open("r+b") as file:
        file.truncate(2_000_000_000)  # takes no room
        file.seek(0, 2)
        file.write(b"\nthe end\n")
    answer = part(root, job)
    assert answer["text"].endswith("the end\n")
    assert answer["end"] - answer["start"] == nodelog.PART
    found = logtext.search(job, "THE END")
    assert [line for _, line in found.lines] == ["the end"]
    assert found.reached >= 2_000_000_000 - logtext.WINDOW * logtext.WINDOWS
    assert "Search before it" in text_of(log_page(root, job, q="nothing like it"))


def test_search_finds_lines_in_any_case_with_their_places(root, job, write_log):
    write_log(job, LINES)
    content = log_page(root, job, q="LINE 1999 ").content.decode()
    place = LINES.encode().index(b"line 1999 ")
    assert f'<a href="?at={place}"' in content
    assert "line 1999 of ünicode" in content
    assert log_page(root, job, at=place).content.decode().count("line 1999 of") == 1
    assert "No line with" in text_of(log_page(root, job, q="<script>"))


def test_line_is_found_across_windows(monkeypatch, job, write_log):
    write_log(job, LINES)
    monkeypatch.setattr(logtext, "WINDOW", 1000)
    monkeypatch.setattr(logtext, "WINDOWS", 1000)
    found = logtext.search(job, "7 of")
    expected = [line for line in LINES.splitlines() if "7 of" in line]
    assert [line for _, line in found.lines] == expected[-logtext.MOST_FOUND :]


def test_hostile_log_is_text(root, job, write_log):
    write_log(job, HOSTILE)
    text = part(root, job)["text"]
    for seen in (r"\x1b[31mred\x1b]0;title\x07", r"\u202egpj.exe", r"\x00", r"\x0d overwritten"):
        assert seen in text
    assert not set(text) & {"\x1b", "\x00", "\r", "\x07", "\u202e"}
    for query in ({}, {"at": 0}, {"before": 60}, {"q": "hostile"}, {"q": "<img src=x"}):
        markup = Markup()
        content = log_page(root, job, **query).content.decode()
        markup.feed(content)
        assert markup.found == []
        assert "pbkdf2" not in content


@pytest.mark.parametrize(
    "query", [{"at": "x"}, {"at": "-1"}, {"before": "9" * 40}, {"at": "9" * 15}, {"q": "\0"}]
)
def test_wrong_query_is_no_error(root, job, write_log, query):
    write_log(job, LINES)
    assert log_page(root, job, **query).status_code == 200


def test_what_keeps_a_log_away_is_one_sentence(root, job, write_log, settings):
    assert "has no log of this job" in part(root, job)["error"]
    settings.SCRAPYD_PASSWORD = "wrong"
    assert "refuses the password of this site" in part(root, job)["error"]
    Node.objects.update(address=f"http://127.0.0.1:{free_port()}/")
    assert "does not answer: [Errno 111] Connection refused." in part(root, job)["error"]
    Job.objects.update(state="pending")
    assert "has not started" in part(root, job)["error"]
    Job.objects.update(state="failed", node=None, host="here")
    assert "where it was started on here" in text_of(log_page(root, job))


@pytest.mark.parametrize(
    "address", ["", "file:///etc/passwd", "http://", "http://ann@127.0.0.1/", "gopher://a/"]
)
def test_address_that_is_none_is_not_asked(root, job, address):
    Node.objects.update(address=address)
    assert "has no web address" in part(root, job)["error"]


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked, and sends everybody on."""

    asked: list

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/secret")
        self.end_headers()

    def log_message(self, *args):
        pass


def test_names_stay_below_the_logs_and_no_redirect_is_followed(root, job):
    Elsewhere.asked = []
    server = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Node.objects.update(address=f"http://127.0.0.1:{server.server_port}/below/")
    try:
        Job.objects.update(spider="../../x?y#z", project="a/b", jobid="..%2f")
        assert "HTTP status 302" in part(root, job)["error"]
        Job.objects.update(spider="..")
        assert "make no path" in part(root, job)["error"]
    finally:
        server.shutdown()
        server.server_close()
    assert [unquote(path) for path in Elsewhere.asked] == ["/below/logs/a/b/../../x?y#z/..%2f.log"]
    assert Elsewhere.asked[0].count("/") == 5


def test_log_needs_the_permission_to_see_jobs(job, write_log):
    write_log(job, "text")
    client = person("viewer")
    assert part(client, job)["text"] == "text"
    nobody = person("nobody")
    User.objects.get(username="nobody").user_permissions.clear()
    for address in (page(job, "log"), page(job, "live"), f"/admin/crawls/job/{job.pk}/log.json"):
        assert nobody.get(address).status_code == 404
