"""Folders and processes that belong to one crawl, and what a killed crawl left of them."""

import json
import logging
import secrets
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

logger = logging.getLogger(__name__)

_PREFIX: Final = "spidersilk-"
_OWNER: Final = "owner.json"
_PATIENCE: Final = 5.0  # seconds for killed processes to be gone
# Clocks of /proc and of psutil differ by rounding.
_SAME_TIME: Final = 2.0


class OwnFolder:
    """A folder of this process; all its browser's files are below, its name is in their commands.

    The owner is written down as process id and start time: an id alone may be somebody else's by
    now.
    """

    def __init__(self, root: Path) -> None:
        me = psutil.Process()
        mark = secrets.token_hex(4)  # one process may run several crawls
        unfinished = root / f"new{mark}"
        unfinished.mkdir(parents=True, mode=0o700)
        record = {"pid": me.pid, "started": me.create_time()}
        (unfinished / _OWNER).write_text(json.dumps(record), "utf-8")
        # Seen by other crawls, which sweep, only when it says whose it is.
        self.path = unfinished.rename(root / f"{me.pid}-{mark}")

    def remove(self) -> None:
        """End what still runs, and delete everything."""
        end_processes(processes_of(self.path))
        remove_folder(self.path)


def sweep(root: Path) -> int:
    """Remove what crawls left that are no more; returns how many there were."""
    left = [path for path in root.glob("*-*") if path.is_dir() and not _is_alive(path)]
    for path in left:
        end_processes(processes_of(path))
        remove_folder(path)
        logger.info("Removed what a killed crawl left of its browser: %s", path)
    return len(left)


def processes_of(folder: Path) -> list[psutil.Process]:
    """Find the processes whose command line names this folder, and all their children."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter(["cmdline"]):
        if any(str(folder) in word for word in process.info["cmdline"] or ()):
            found[process.pid] = process
            with suppress(psutil.Error):
                found |= {child.pid: child for child in process.children(recursive=True)}
    found.pop(psutil.Process().pid, None)
    return list(found.values())


def end_processes(processes: Iterable[psutil.Process]) -> None:
    """Kill them: a browser that is asked to end may ask back."""
    ended = list(processes)
    for process in ended:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(ended, timeout=_PATIENCE)


def short_folder(path: Path) -> Path:
    """Make a temporary folder whose name is short, with a link to it at `path`.

    Chromium keeps a socket in TMPDIR, and a socket's path has at most 107 characters.
    """
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    path.symlink_to(made, target_is_directory=True)
    return made


def remove_folder(path: Path) -> None:
    """Delete a folder that dying processes may still be writing to, and what it links to."""
    for link in path.rglob("tmp"):
        if link.is_symlink() and link.readlink().name.startswith(_PREFIX):
            shutil.rmtree(link.readlink(), ignore_errors=True)
    for _ in range(3):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
    logger.warning("%s could not be removed; the next crawl tries again.", path)


def _is_alive(path: Path) -> bool:
    try:
        record = json.loads((path / _OWNER).read_text("utf-8"))
        owner = psutil.Process(record["pid"])
        is_same = abs(owner.create_time() - record["started"]) < _SAME_TIME
        return bool(is_same and owner.status() != psutil.STATUS_ZOMBIE)
    except (OSError, ValueError, KeyError, psutil.Error):
        return False
