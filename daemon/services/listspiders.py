"""listspiders.json: from the table; nothing is started to answer it."""

from typing import Any

from scrapyd.webservice import WsResource, param

from daemon.services.named import spiders_of


class ListSpiders(WsResource):  # type: ignore[misc]
    """The spiders of a version, or of the default one."""

    @param("project")
    @param("_version", dest="version", required=False, default=None)
    def render_GET(self, request: Any, project: str, version: str | None) -> dict[str, Any]:  # noqa: N802
        return {"spiders": spiders_of(self.root, project, version)}
