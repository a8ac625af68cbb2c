"""A forge to crawl: `python -m benchmarks.forgesite --commits 5000` serves it until Ctrl-C.

Its pages are made by cgit itself, each once, and served from memory afterwards: what a crawl is
measured against costs the same however often it asks. The first line that it prints is its
address.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.measure import ROOT

CGIT = Path("/usr/lib/cgit/cgit.cgi")
PAGE = 50  # commits
BEGIN = 1_577_836_800  # 1 January 2020
CONFIG = """virtual-root=/
max-commit-count={page}
enable-log-filecount=0
cache-size=0
repo.url=bench.git
repo.path={path}
repo.desc=A repository to measure with
repo.owner=Nobody
"""


def made(folder: Path, commits: int) -> Path:
    """Make a repository of so many commits by forty authors, and cgit's settings beside it."""
    path = folder / "bench.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
    said = "".join(map(_commit, range(commits)))
    given = f"{said}done\n".encode()
    subprocess.run(
        ["git", "-C", str(path), "fast-import", "--quiet", "--done"], input=given, check=True
    )
    config = folder / "cgitrc"
    config.write_text(CONFIG.format(page=PAGE, path=path))
    return config


def _commit(n: int) -> str:
    author = f"Author {n * 7 % 40} <a{n * 7 % 40}@example.org> {BEGIN + n * 3600} +0100"
    subject, text = f"Commit number {n}", f"line {n}\n"
    kept = [f"data {len(each)}\n{each}\n" for each in (subject, text)]
    name = ("a.c", "b.py", "c.rs", "d.sh")[n % 4]
    return (
        f"commit refs/heads/main\nmark :{n + 1}\nauthor {author}\ncommitter {author}\n{kept[0]}"
        f"M 100644 inline src/{name}\n{kept[1]}"
    )


class Forge:
    """Answers of cgit, kept: status, content type and body."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._kept: dict[str, tuple[int, str, bytes]] = {}
        self._one = threading.Lock()

    def answer(self, target: str) -> tuple[int, str, bytes]:
        """Return what cgit says to a request."""
        with self._one:
            if target not in self._kept:
                self._kept[target] = self._ask(target)
            return self._kept[target]

    def _ask(self, target: str) -> tuple[int, str, bytes]:
        path, _, query = target.partition("?")
        request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
        env = {**os.environ, **request, "CGIT_CONFIG": str(self._config), "HTTP_HOST": "127.0.0.1"}
        done = subprocess.run([str(CGIT)], env=env, capture_output=True, check=False)
        head, _, body = done.stdout.partition(b"\n\n")
        lines = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
        status = int(lines.get("Status", "200").split()[0])
        return status, lines.get("Content-Type", "text/html"), body


def serve(forge: Forge) -> None:
    """Serve a forge on a free port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, sort, body = forge.answer(self.path)
            self.send_response(404 if self.path == "/robots.txt" else status)
            self.send_header("Content-Type", sort)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


@contextmanager
def running_forge(commits: int) -> Iterator[str]:
    """Yield the address of a forge in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.forgesite", "--commits", str(commits)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            address = process.stdout.readline().strip()
            if not address:
                sys.exit("The forge did not start: see above.")
            yield address
        finally:
            process.terminate()


def main() -> None:
    """Make a forge and serve it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forgesite", description=__doc__)
    parser.add_argument("--commits", type=int, default=5000)
    commits = parser.parse_args().commits
    if not CGIT.exists():
        sys.exit(f"There is no cgit at {CGIT}: apt-get install cgit")
    # Its folder goes with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="spidersilk-bench-forge-") as folder:
        serve(Forge(made(Path(folder), commits)))


if __name__ == "__main__":
    main()
