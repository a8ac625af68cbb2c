"""A job's log, read in parts from the node that ran it: never whole, however long it is."""

import base64
import http.client
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from webapp.crawls.models import Job

PART = 65_536  # bytes
TIMEOUT = 4  # seconds
CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)")
NOT_SATISFIABLE = 416


class LogError(Exception):
    """The log cannot be read; the text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class LogPart:
    """Bytes `start` to `end` of a log that was `size` bytes long."""

    start: int
    size: int
    content: bytes

    @property
    def end(self) -> int:
        return self.start + len(self.content)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the address of the table is the only one that is asked."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def tail(job: Job) -> LogPart:
    """Return the last part of a job's log."""
    # Not as `bytes=-65536`: Twisted answers that with an error while a log is shorter.
    size = part(job, 0, 1).size
    return part(job, max(size - PART, 0))


def part(job: Job, start: int, most: int = PART) -> LogPart:
    """Return what follows a place; nothing if that is the end."""
    return _read(job, f"bytes={start}-{start + most - 1}", most)


def _read(job: Job, wanted: str, most: int) -> LogPart:
    request = urllib.request.Request(  # noqa: S310 -- http or https, by _address
        _address(job), headers={"Range": wanted, "Authorization": _authorization()}
    )
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            return _part(answer, most)
    except urllib.error.HTTPError as error:
        with error:
            found = CONTENT_RANGE.match(error.headers.get("Content-Range") or "")
            if error.code == NOT_SATISFIABLE and found:
                return LogPart(int(found[3]), int(found[3]), b"")
            raise LogError(_refusal(job, error.code)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        why = getattr(error, "reason", None) or error
        raise LogError(f"{_node(job)} does not answer: {why}.") from error


def _part(answer: Any, most: int) -> LogPart:
    found = CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range") or "")
    content = answer.read(most)
    if found and found[1]:
        return LogPart(int(found[1]), int(found[3]), content)
    # It came whole, or does as far as we read.
    return LogPart(0, int(answer.headers.get("Content-Length") or len(content)), content)


def _address(job: Job) -> str:
    """Return where a job's log is: below the address of its node's row, and nowhere else."""
    if job.state == Job.State.PENDING:
        raise LogError("The job has not started: it has no log yet.")
    if job.node is None:
        where = f" on {job.host}" if job.host else ""
        raise LogError(f"No node ran this job: its log is where it was started{where}.")
    parts = urlsplit(job.node.address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise LogError(f"{_node(job)} has no web address: its log is on that machine.")
    names = (job.project, job.spider, f"{job.jobid}.log")
    if {".", "..", ""} & set(names):
        raise LogError("The names of this job make no path of a log.")
    path = "/".join(quote(name, safe="") for name in names)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/logs/{path}"


def _authorization() -> str:
    kept = Path(settings.VAR_DIR) / "scrapyd" / "password"
    password = settings.SCRAPYD_PASSWORD
    if not password and kept.is_file():
        password = kept.read_text("utf-8").strip()
    pair = f"{settings.SCRAPYD_USERNAME}:{password}".encode()
    return f"Basic {base64.b64encode(pair).decode('ascii')}"


def _refusal(job: Job, code: int) -> str:
    match code:
        case 401 | 403:
            return (
                f"{_node(job)} refuses the password of this site: SCRAPYD_USERNAME and "
                "SCRAPYD_PASSWORD must be the same for both."
            )
        case 404:
            return f"{_node(job)} has no log of this job: it wrote none yet, or it was removed."
        case _:
            return f"{_node(job)} answered with HTTP status {code}."


def _node(job: Job) -> str:
    return f"The node {job.node.name} ({job.node.address})" if job.node else "The node"
