"""A new kind costs nothing: a model, and every page of it is there."""

import json
import os
import subprocess
import sys

from tests.crawling import ROOT


def test_a_kind_made_on_the_fly_has_every_page(database):
    env = {**os.environ, **database.env, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.webapp.browse.new_kind"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert set(map(tuple, said["fields"].values())) == {(200, 200)}
    assert len(said["fields"]) == 15
    whole = {"job=1", "notes__isnull=0"}
    assert said["rows"] == {query: "2" if query in whole else "1" for query in said["rows"]}
    assert all(said["exports"].values())
    assert said["facets"] == [
        "colour", "weight", "price", "parts", "sold", "made", "shelf", "labels", "first_seen",
        "changed",
    ]  # fmt: skip
    assert all(said["item"])
    assert said["home"]
    assert said["job"]
