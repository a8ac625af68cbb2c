"""Django's settings with the benchmark's own kind."""

from webapp.settings import *  # noqa: F403 -- all of them
from webapp.settings import INSTALLED_APPS as APPS

INSTALLED_APPS = [*APPS, "benchmarks.shelf"]
