"""What a job's process is given: its log, its settings, its environment."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from scrapyd.environ import Environment
from scrapyd.utils import get_file_path

from daemon.code import Code

# What opens this scrapyd's door is not for the spiders that it runs.
PRIVATE = ("SCRAPYD_USERNAME", "SCRAPYD_PASSWORD", "SCRAPYD_PASSWORD_FILE")


class JobEnvironment(Environment):  # type: ignore[misc]
    """scrapyd's own, without its password, with addresses that hold in any folder."""

    def __init__(self, config: Any) -> None:
        super().__init__(config, initenv=os.environ)

    def get_environment(self, message: dict[str, Any], slot: int) -> dict[str, str]:
        return dict(clean(super().get_environment(message, slot)))

    def _prepare_file(self, message: dict[str, Any], directory: str, extension: str) -> str:
        parent = get_file_path(directory, message["_project"], message["_spider"], "x").parent()
        # scrapyd's own looks first and makes it then: two nodes may do that at once.
        Path(parent.path).mkdir(parents=True, exist_ok=True)
        return str(super()._prepare_file(message, directory, extension))

    def output_file(self, config: Any, jobid: str) -> Path:
        """Return where what the process prints is kept until it has ended."""
        return Path(config.get("output_dir")) / f"{jobid.replace(':', '_')}.txt"


def clean(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment for a process that runs a project's code."""
    found = {name: text for name, text in environment.items() if name not in PRIVATE}
    found["VAR_DIR"] = str(Path(settings.VAR_DIR).resolve())
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        found["DATABASE_URL"] = f"sqlite:///{Path(database['NAME']).resolve()}"
    return found


def code_environment(code: Code) -> dict[str, str]:
    """Return what tells the runner whose code it is to run."""
    return {
        "SCRAPYD_CODE": str(code.folder),
        "SCRAPY_SETTINGS_MODULE": code.settings,
        "SCRAPYD_EGG_VERSION": code.version,
    }
