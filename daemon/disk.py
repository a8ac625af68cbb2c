"""Projects on this node's disk: what they hold is read again when a file of theirs has changed."""

from pathlib import Path
from threading import Lock
from typing import Any

from twisted.logger import Logger

from daemon.code import Code, disk_projects
from daemon.trying import RefusedError, keep_spiders, try_code

log = Logger()


class DiskProjects:
    """Keeps the Spider rows of projects without eggs in step with their files."""

    def __init__(self, config: Any) -> None:
        self._config = config
        self._seen: dict[str, float] = {}
        self._lock = Lock()

    def refresh(self) -> None:
        """Try each project whose files are newer than its last trial; returns when all are."""
        with self._lock:
            self._refresh()

    def _refresh(self) -> None:
        for project, code in disk_projects(self._config).items():
            newest = _newest(code)
            if self._seen.get(project) == newest:
                continue
            self._seen[project] = newest
            try:
                keep_spiders(project, "", try_code(code)["spiders"])
            except RefusedError as error:
                log.error(  # noqa: TRY400 -- the text is the traceback
                    "The project {project} in {folder} does not load: {why}",
                    project=project,
                    folder=code.folder,
                    why=error,
                )


def _newest(code: Code) -> float:
    """Return when a module of the settings' package, or one beside it, was changed last."""
    package = code.folder / code.settings.partition(".")[0]
    files = package.rglob("*.py") if package.is_dir() else code.folder.glob("*.py")
    return max((_changed(path) for path in files), default=0.0)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
