"""Runs in processes of their own, and what they cost.

CPU seconds are the figure to trust: on a shared machine the time on the wall varies twofold.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 600  # seconds that one run may take
Figures = dict[str, Any]


class RunFailedError(RuntimeError):
    """A measured process ended with an error; the text is the end of what it said."""


def own_cpu() -> float:
    """Return the CPU seconds of this process, all its threads and the children it waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def report(figures: Figures) -> None:
    """Hand a run's figures to `run`: the last line of standard output."""
    sys.stdout.flush()
    print(json.dumps(figures), flush=True)


def run(
    command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> Figures:
    """Run a command that ends with `report` and return its figures, and its other `lines`."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=dict(os.environ) | dict(env or {}),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        said = f"{done.stdout[-1500:]}\n{done.stderr[-3000:]}".strip()
        raise RunFailedError(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
    figures: Figures = json.loads(lines[-1])
    return figures | {"lines": lines[:-1]}


def run_module(name: str, given: Mapping[str, Any], env: Mapping[str, str]) -> Figures:
    """Run one of our modules, its arguments as JSON."""
    return run([sys.executable, "-m", name, json.dumps(given)], env=env)


@contextmanager
def workshop() -> Iterator[Path]:
    """Yield a temporary folder; byte code goes there too, so that no run pays for compiling.

    The first run of each side fills it: run every side once before measuring.
    """
    with tempfile.TemporaryDirectory(prefix="spidersilk-bench-") as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        os.environ.setdefault("SECRET_KEY", "benchmark")
        os.environ["VAR_DIR"] = f"{folder}/var"
        # The environment may name a proxy; loopback is asked directly.
        os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
        yield Path(folder)


class Series:
    """The values of one figure, one for each round."""

    def __init__(self, values: Sequence[float]) -> None:
        self.values = list(values)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def over(self, other: "Series") -> "Series":
        """Return the ratios round by round: what slows a whole round cancels out."""
        return Series([a / b for a, b in zip(self.values, other.values, strict=True)])

    def minus(self, other: "Series") -> "Series":
        """Return the differences round by round."""
        return Series([a - b for a, b in zip(self.values, other.values, strict=True)])

    def text(self, digits: int = 0) -> str:
        """Return the median and, in brackets, the least and the most."""
        low, high = min(self.values), max(self.values)
        return f"{self.median:.{digits}f} [{low:.{digits}f}..{high:.{digits}f}]"
