"""listjobs.json: scrapyd's own answer, with what is secret masked."""

from typing import Any

from scrapyd.webservice import ListJobs as StockListJobs
from scrapyd.webservice import param

from webapp.crawls.secrets import masked


class ListJobs(StockListJobs):  # type: ignore[misc]
    """Pending, running and ended jobs of all nodes."""

    @param("project", required=False)
    def render_GET(self, request: Any, project: str | None) -> dict[str, Any]:  # noqa: N802
        if project is not None:
            request.args[b"project"] = [project.encode()]
        found: dict[str, Any] = super().render_GET(request)
        for job in found["pending"]:
            job["settings"], job["args"] = masked(job["settings"]), masked(job["args"])
        return found
