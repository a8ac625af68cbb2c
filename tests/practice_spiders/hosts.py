"""One site as if it were many hosts: each section of it has a rate, and a lease, of its own."""

from urllib.parse import urlsplit

from crawlers.spiders.pages import PagesSpider


class HostsSpider(PagesSpider):
    """Reads pages as `pages` does; what is below /site/about/ is the host `about`."""

    name = "hosts"

    def _follow(self, links):
        for request in super()._follow(links):
            parts = urlsplit(request.url).path.split("/")
            request.meta["download_slot"] = parts[2] if len(parts) > 3 else "home"
            yield request
