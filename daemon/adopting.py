"""What was running when a scrapyd died: left to itself if it lives, put back if it does not."""

import socket
from datetime import timedelta

import psutil
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from daemon import node as nodes
from daemon import settling
from daemon.process import AdoptedProcess
from daemon.spawning import Spawner
from webapp.crawls.models import Job, Node


def adopt(node: int, spawner: Spawner) -> list[AdoptedProcess]:
    """Return the processes of this node that outlived the scrapyd that started them."""
    found = [_survivor(job, spawner) for job in _held(Job.objects.filter(node=node))]
    return [each for each in found if each is not None]


def look_after_the_dead(spawner: Spawner, lease: float) -> None:
    """See to the jobs of nodes whose lease has ended.

    On this machine their processes are looked at. On another one a job is put back when its crawl
    has said nothing for as long as a lease: one that outlives its node goes on.
    """
    dead = Job.objects.filter(node__in=Node.objects.filter(until__lt=Now()).values("pk"))
    here = socket.gethostname()
    silent = Now() - timedelta(seconds=lease)
    for job in _held(dead.filter(heartbeat__lt=silent)):
        if job.node is None or job.node.host != here:
            nodes.put_back(job)
        elif _survivor(job, spawner) is not None:
            Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now())


def _held(jobs: QuerySet[Job]) -> list[Job]:
    running = jobs.filter(state=Job.State.RUNNING)
    return list(running.select_related("node").defer("stats", "error").order_by("pk"))


def _survivor(job: Job, spawner: Spawner) -> AdoptedProcess | None:
    """Return the job's process if it lives; else write how it ended, or put it back."""
    held = AdoptedProcess(job, spawner.output_of(job.jobid))
    if _process(job, spawner):
        held.pid = job.pid
        return held
    if (code := held.noted_code()) is not None and job.node_id is not None:
        ending = held.ending(code, None, is_stopped=False)
        settling.settle(job.pk, job.node_id, job.attempt, ending)
    else:
        nodes.put_back(job)
    return None


def _process(job: Job, spawner: Spawner) -> psutil.Process | None:
    """Return its process; it may have been started just before anyone wrote down its number."""
    process = None
    if job.pid and nodes.is_running(job.pid, job.born):
        process = psutil.Process(job.pid)
    elif not job.born:
        process = spawner.find_process(job)
    if process is not None and job.pid != process.pid:
        job.pid, job.born = process.pid, process.create_time()
        values = {"pid": job.pid, "born": job.born, "heartbeat": timezone.now()}
        Job.objects.filter(pk=job.pk).update(**values)
    return process
