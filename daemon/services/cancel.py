"""cancel.json: the row is the message; the node that runs the job delivers it."""

from typing import Any

from scrapyd.webservice import WsResource, param

from daemon.rowprocess import SIGNALS
from daemon.services.named import refuse
from webapp.crawls import ordering
from webapp.crawls.models import Job


class Cancel(WsResource):  # type: ignore[misc]
    """Take a job from the queue, or end its process: gently, at once with signal=KILL."""

    @param("project")
    @param("job")
    @param("signal", required=False, default="INT")
    def render_POST(self, request: Any, project: str, job: str, signal: str) -> dict[str, Any]:  # noqa: N802
        if project not in self.root.poller.queues:
            raise refuse(f"project '{project}' not found")
        found = Job.objects.filter(project=project, jobid=job).first()
        was = ordering.cancel(found, SIGNALS.get(signal, "INT")) if found else None
        live = (Job.State.PENDING, Job.State.RUNNING)
        return {"prevstate": was if was in live else None}
