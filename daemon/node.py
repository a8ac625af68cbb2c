"""This scrapyd's own row: its name, its lease, and what it takes over when it starts again."""

import os
import socket
from datetime import timedelta
from typing import Any

import psutil
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from scrapyd import __version__

from daemon.code import disk_projects
from webapp.crawls.models import Job, Node

LEASE = 15.0  # seconds; scrapyd.conf: node_lease
MOST_ATTEMPTS = 5  # a job that was running when so many nodes died is not started again


class NameTakenError(Exception):
    """Another scrapyd of this name lives; the text is for people."""


def register(config: Any, capacity: int) -> Node:
    """Write this process's row; raises NameTakenError."""
    port = os.environ.get("SCRAPYD_HTTP_PORT") or config.get("http_port", "6800")
    bound = os.environ.get("SCRAPYD_BIND_ADDRESS") or config.get("bind_address", "127.0.0.1")
    host = socket.gethostname()
    name = config.get("node_name", "") or f"{host}:{port}"
    values = {
        "address": config.get("node_address", "") or f"http://{_reachable(bound, host)}:{port}/",
        "host": host,
        "pid": os.getpid(),
        "born": psutil.Process().create_time(),
        "capacity": capacity,
        "version": f"scrapyd {__version__}",
        "projects": sorted(disk_projects(config)),
        "started": timezone.now(),
    }
    with transaction.atomic():
        found = Node.objects.select_for_update().filter(name=name).first()
        if found is not None and _lives(found, host):
            raise NameTakenError(
                f"a node named {name!r} is running already, as process {found.pid} on "
                f"{found.host}: end it, or set node_name in scrapyd.conf"
            )
        node, _ = Node.objects.update_or_create(name=name, defaults=values)
    renew(node.pk, lease_of(config))
    return node


def lease_of(config: Any) -> float:
    """Return for how many seconds a node is believed to live that says nothing."""
    return float(config.getfloat("node_lease", LEASE))


def _reachable(bound: str, host: str) -> str:
    if bound in {"0.0.0.0", "::", ""}:  # noqa: S104 -- a comparison
        return host
    return f"[{bound}]" if ":" in bound else bound


def _lives(node: Node, host: str) -> bool:
    if node.host != host:
        return Node.objects.living().filter(pk=node.pk).exists()
    return node.pid != os.getpid() and is_running(node.pid, node.born)


def is_running(pid: int | None, born: float | None) -> bool:
    """Say whether a process of this machine lives, and is that one and not a later one."""
    if not pid:
        return False
    try:
        process = psutil.Process(pid)
        same = born is None or abs(process.create_time() - born) < 1
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def renew(node: int, lease: float) -> None:
    """Lengthen the lease, by the database's clock."""
    until = Now() + timedelta(seconds=lease)
    Node.objects.filter(pk=node).update(until=until, load=os.getloadavg()[0])


def leave(node: int) -> None:
    """End the lease: others need not wait for it."""
    Node.objects.filter(pk=node).update(until=Now())


def put_back(job: Job) -> bool:
    """Put a job that a node held back into the queue; False if another was quicker."""
    held = Job.objects.filter(
        pk=job.pk, state=Job.State.RUNNING, node=job.node_id, attempt=job.attempt
    )
    if job.attempt >= MOST_ATTEMPTS:
        return bool(
            held.update(
                state=Job.State.FAILED,
                ended=timezone.now(),
                finish_reason="nodes_died",
                error=f"{job.attempt} nodes died while they ran it.",
            )
        )
    return bool(
        held.update(
            state=Job.State.PENDING,
            node=None,
            pid=None,
            born=None,
            signal="",
            ended=None,
            exit_code=None,
            finish_reason="",
        )
    )
