"""Meta refresh, without decoding megabytes to look at their first lines."""

from scrapy import Request
from scrapy.downloadermiddlewares import redirect
from scrapy.http import Response

# A page that sends its reader elsewhere is small. Scrapy decodes the whole text of every page and
# keeps it: 16 to 64 MB for one of 16 MiB.
LARGEST = 1024 * 1024  # bytes


class MetaRefreshMiddleware(redirect.MetaRefreshMiddleware):
    """Scrapy's own, for pages of at most 1 MiB."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if len(response.body) > LARGEST:
            return response
        return super().process_response(request, response)
