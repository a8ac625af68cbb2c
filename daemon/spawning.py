"""All that a job's process needs before it is started."""

import json
import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from daemon.code import code_of
from daemon.environment import JobEnvironment, code_environment
from daemon.queue import message_of
from webapp.crawls.models import Job


@dataclass(frozen=True, slots=True)
class Spawn:
    """What is started: command line, environment, folder, and where its words go."""

    command: list[str]
    environment: dict[str, str]
    folder: str
    output: Path
    log_file: str
    version: str


class Spawner:
    """Prepares processes; reads the database."""

    def __init__(self, config: Any, environment: JobEnvironment) -> None:
        self._config, self._environment = config, environment
        found = find_spec(config.get("runner", "daemon.runner"))
        assert found is not None
        assert found.origin is not None
        self.runner = found.origin

    def output_of(self, jobid: str) -> Path:
        return self._environment.output_file(self._config, jobid)

    def prepare(self, job: Job) -> Spawn:
        """Return what to start; raises NoCodeError, or what the disk says."""
        code = code_of(self._config, job.project, job.egg_version or None)
        message = message_of(job) | {"_project": job.project, "_spider": job.spider}
        settings = job.settings | self._environment.get_settings(message)
        output = self.output_of(job.jobid)
        run = {
            "spider": job.spider,
            "job": job.jobid,
            "arguments": job.given,
            "settings": settings,
        }
        environment = self._environment.get_environment(message, 0) | code_environment(code)
        environment |= {
            "SCRAPYD_RUN": json.dumps(run),
            "SCRAPYD_ENDED": str(output.with_suffix(".exit")),
        }
        # The arguments are in the environment: these words only name the job to who looks at it.
        command = [sys.executable, "-P", self.runner, "--job", job.jobid, job.spider]
        log_file = str(settings.get("LOG_FILE", ""))
        return Spawn(command, environment, str(code.folder), output, log_file, code.version)

    def find_process(self, job: Job) -> psutil.Process | None:
        """Look for a job's process that was started just before scrapyd died."""
        for process in psutil.process_iter(["cmdline"]):
            words = process.info["cmdline"] or []
            mine = self.runner in words and job.jobid in words and process.pid != os.getpid()
            if mine and process.status() != psutil.STATUS_ZOMBIE:
                return process
        return None
