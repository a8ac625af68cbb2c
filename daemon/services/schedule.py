"""schedule.json: a job id that is posted twice is one run."""

from typing import Any

from scrapyd.webservice import WsResource, param

from daemon.services.named import refuse, spiders_of
from webapp.crawls import ordering
from webapp.crawls.models import new_jobid


class Schedule(WsResource):  # type: ignore[misc]
    """Put a job into the queue."""

    @param("project")
    @param("spider")
    @param("_version", dest="version", required=False, default=None)
    @param("jobid", required=False, default=new_jobid)
    @param("priority", required=False, default=0, type=float)
    @param("setting", required=False, default=list, multiple=True)
    def render_POST(self, request: Any, spider: str, **given: Any) -> dict[str, Any]:  # noqa: N802
        project, version = given["project"], given["version"]
        if spider not in spiders_of(self.root, project, version):
            raise refuse(f"spider '{spider}' not found")
        order = ordering.RunOrder(
            spider=spider,
            project=project,
            version=version or "",
            jobid=given["jobid"],
            priority=given["priority"],
            settings=_settings(given["setting"]),
            arguments=_arguments(request),
        )
        try:
            job, _ = ordering.run(order)
        except ordering.OrderError as error:
            raise refuse(str(error)) from error
        self.root.wake()
        return {"jobid": job.jobid}


def _settings(lines: list[str]) -> dict[str, str]:
    settings = {}
    for line in lines:
        name, equals, text = line.partition("=")
        if not equals or not name.strip():
            raise refuse(f"setting '{line}' is not NAME=value")
        settings[name] = text
    return settings


def _arguments(request: Any) -> dict[str, str]:
    try:
        return {name.decode(): values[0].decode() for name, values in request.args.items()}
    except UnicodeDecodeError as error:
        raise refuse("a spider argument is not UTF-8") from error
