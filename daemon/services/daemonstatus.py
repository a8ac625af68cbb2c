"""daemonstatus.json: the queue is everyone's, what runs is counted here."""

from typing import Any

from scrapyd.webservice import WsResource

from webapp.crawls.models import Job


class DaemonStatus(WsResource):  # type: ignore[misc]
    """Counts of jobs: pending for any node, running on this one."""

    def render_GET(self, request: Any) -> dict[str, Any]:  # noqa: N802
        return {
            "pending": Job.objects.filter(state=Job.State.PENDING).count(),
            "running": len(self.root.launcher.held),
            "finished": len(self.root.launcher.finished),
        }
