"""One page, one fingerprint, however its address is spelled."""

from hashlib import sha1

from scrapy import Request
from scrapy.utils.request import RequestFingerprinter

from crawlers.urls import canonical


class CanonicalFingerprinter(RequestFingerprinter):
    """Takes the canonical URL for what a plain GET asks for; Scrapy's own way for the rest.

    A spider keeps spellings apart by itself in one process; workers that share a crawl can do so
    only by what the ledger compares.
    """

    def fingerprint(self, request: Request) -> bytes:
        if request.method == "GET" and not request.body:
            try:
                return sha1(canonical(request.url).encode(), usedforsecurity=False).digest()
            except ValueError:  # longer than we keep
                pass
        return super().fingerprint(request)
