"""What was running when scrapyd died: adopted if it lives, put back into the queue if not."""

import psutil
from django.utils import timezone

from daemon import node as nodes
from daemon import settling
from daemon.process import AdoptedProcess
from daemon.spawning import Spawner
from webapp.crawls.models import Job


def adopt(node: int, spawner: Spawner) -> list[AdoptedProcess]:
    """Return the processes of this node that outlived the scrapyd that started them."""
    found = []
    jobs = Job.objects.filter(state=Job.State.RUNNING, node=node).select_related("node")
    for job in jobs.defer("stats"):
        held = AdoptedProcess(job, spawner.output_of(job.jobid))
        if _process(job, spawner):
            held.pid = job.pid
            found.append(held)
        elif (code := held.noted_code()) is not None:
            settling.settle(job.pk, node, job.attempt, held.ending(code, None, is_stopped=False))
        else:
            nodes.put_back(job)
    return found


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
