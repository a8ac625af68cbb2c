"""addversion.json: an egg is tried first, and becomes the default only then."""

import io
import re
import zipfile
from typing import Any

from scrapyd.webservice import WsResource, param

from daemon.services.named import refuse
from daemon.trying import RefusedError, try_egg

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}")
UNPROCESSABLE = 422  # RFC 9110, 15.5.21
LARGEST = 200_000_000  # bytes; our own egg has 0.4 MB, one with all dependencies 60


class AddVersion(WsResource):  # type: ignore[misc]
    """Keep a version. A refused one is answered with 422, so that scrapyd-deploy fails too."""

    @param("project")
    @param("version")
    @param("egg", type=bytes)
    def render_POST(self, request: Any, project: str, version: str, egg: bytes) -> dict[str, Any]:  # noqa: N802
        for what, text in (("project", project), ("version", version)):
            if not NAME.fullmatch(text):
                raise refuse(
                    f"{what} '{text[:120]}' is no name: letters, digits and the signs _ . + -",
                    UNPROCESSABLE,
                )
        if len(egg) > LARGEST or not zipfile.is_zipfile(io.BytesIO(egg)):
            raise refuse(
                "egg is not a ZIP file (if using curl, use egg=@path not egg=path), "
                f"or larger than {LARGEST:,} bytes",
                UNPROCESSABLE,
            )
        kept = self.root.eggstorage.put(io.BytesIO(egg), project, version)
        try:
            spiders = try_egg(self.root.config, kept)
        except RefusedError as error:
            text = f"version '{version}' is refused, nothing has changed: {error}"
            raise refuse(text, UNPROCESSABLE) from error
        return {"project": project, "version": version, "spiders": len(spiders)}
