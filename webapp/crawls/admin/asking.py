"""What a person may ask of a job that is there, and what the answer is."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.crawls import ordering
from webapp.crawls.models import Job, Node


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence, and whether anything was done."""

    text: str
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that can be asked, and the permission it needs."""

    permission: str
    ask: Callable[[Job], Answer]


def cancel(job: Job) -> Answer:
    """Have a job end: at once if it waits, by itself if it runs."""
    return _stop(job, "INT", "is asked to end: it finishes what it has begun")


def kill(job: Job) -> Answer:
    """Have a job's process ended at once."""
    return _stop(job, "KILL", "is killed: what it had begun is begun anew if it is resumed")


def resume(job: Job) -> Answer:
    """Put a job that has ended back into the queue."""
    if not ordering.resume(job):
        return Answer(f"Job {job.pk} has not ended: there is nothing to resume.", is_done=False)
    return Answer(f"Job {job.pk} waits to go on where it was.{waits_for_nodes()}")


def waits_for_nodes() -> str:
    """Say so if nobody is there to start a job; else nothing."""
    living = Node.objects.living()
    if not living.exists():
        return " No node lives: it starts when one does (make scrapyd)."
    if not living.filter(drained=False).exists():
        return " All nodes are drained: it starts when one takes jobs again."
    return ""


def _stop(job: Job, signal: str, said: str) -> Answer:
    if job.state == Job.State.RUNNING and job.node is None:
        place = f"{job.host}, process {job.pid}" if job.host else "another machine"
        text = f"Job {job.pk} was started by hand ({place}): stop it there, with Ctrl-C."
        return Answer(text, is_done=False)
    match ordering.cancel(job, signal):
        case Job.State.PENDING:
            return Answer(f"Job {job.pk} is cancelled: it had not started.")
        case Job.State.RUNNING:
            away = "" if job.node is None or job.node.is_living else _away(job.node)
            return Answer(f"Job {job.pk} {said}.{away}")
        case state:
            return Answer(f"Job {job.pk} has ended already: {state}.", is_done=False)


def _away(node: Node) -> str:
    return f" Its node, {node.name}, is away: it does so when it is back."


REQUESTS = {
    "cancel": Request("cancel_job", cancel),
    "kill": Request("cancel_job", kill),
    "resume": Request("run_job", resume),
}
