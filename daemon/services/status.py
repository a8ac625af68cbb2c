"""status.json: one row, wherever the job runs."""

from typing import Any

from scrapyd.webservice import WsResource, param

from daemon.services.named import refuse
from webapp.crawls.models import Job

# scrapyd knows three states; the job's page and the table tell failed and cancelled apart.
LIVE = (Job.State.PENDING, Job.State.RUNNING)


class Status(WsResource):  # type: ignore[misc]
    """The state of a job, in scrapyd's words; beside it how it ended, in ours."""

    @param("job")
    @param("project", required=False)
    def render_GET(self, request: Any, job: str, project: str | None) -> dict[str, Any]:  # noqa: N802
        if project is not None and project not in self.root.poller.queues:
            raise refuse(f"project '{project}' not found")
        jobs = Job.objects.filter(jobid=job)
        found = (jobs.filter(project=project) if project else jobs).defer("stats").first()
        if found is None:
            return {"currstate": None}
        state = found.state if found.state in LIVE else "finished"
        return {
            "currstate": state,
            "state": found.state,
            "exit_code": found.exit_code,
            "finish_reason": found.finish_reason,
        }
