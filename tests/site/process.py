"""The practice site in its own process: for tests, benchmarks and the demo."""

import contextlib
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The environment may name a proxy; loopback is asked directly.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class PracticeSite:
    """A running practice site: its address, what it was asked, and its knobs."""

    def __init__(self, url):
        self.url = url

    def get(self, path):
        """Fetch a path of the site, whatever its status; returns status and text."""
        try:
            with _OPENER.open(self.url + path, timeout=60) as response:
                return response.status, response.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8", "replace")

    def hits(self, *, query=False):
        """Return how often each path was asked for; with `query`, each path with its query."""
        return json.loads(self.get("/_hits?query=1" if query else "/_hits")[1])

    def mutate(self, share):
        """Change the price of a share of the books; returns the changed books' UPCs."""
        return json.loads(self.get(f"/fault/mutate?share={share}")[1])["upcs"]

    def reset(self):
        """Forget hits, mutations, overrides and the counts of faults."""
        self.get("/fault/reset")
        self.get("/_reset_hits")


@contextlib.contextmanager
def running_site(*args):
    """Run the practice site with these command-line arguments; ends it on leaving."""
    command = [sys.executable, "-m", "tests.site", *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            url = process.stdout.readline().strip()
            if not url:
                raise RuntimeError(f"the practice site did not start: {' '.join(command)}")
            yield PracticeSite(url)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
