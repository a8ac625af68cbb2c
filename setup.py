"""Builds the egg for scrapyd-deploy, which asks for this file and would write one of its own.

All facts are in pyproject.toml. An egg holds what a crawl needs: no daemon, tests or manual. It is
built in a copy, so that nothing is left in the tree.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from setuptools import setup

IN_THE_EGG = ("crawlers", "pipelines", "webapp")
FACTS = ("pyproject.toml", "README.md", "LICENSE")


def go_to_a_copy() -> None:
    """Copy what the egg is made of, and stay there; a relative --dist-dir keeps its meaning."""
    here, copy = Path.cwd(), Path(tempfile.mkdtemp(prefix="spidersilk-egg-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for name in IN_THE_EGG:
        shutil.copytree(here / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FACTS:
        shutil.copy(here / name, copy / name)
    words = sys.argv
    sys.argv = [
        str(here / word) if before in {"-d", "--dist-dir"} else word
        for before, word in zip(["", *words], words, strict=False)
    ]
    os.chdir(copy)


if {"bdist_egg", "bdist_uberegg", "clean"} & set(sys.argv):
    go_to_a_copy()
setup()
