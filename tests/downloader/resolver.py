"""A resolver that rebinds: every *.example is this machine."""

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import succeed


class InsideResolver(CachingThreadedResolver):
    def getHostByName(self, name, timeout=()):  # noqa: N802 -- Twisted's
        if name.endswith(".example"):
            return succeed("127.0.0.1")
        return super().getHostByName(name, timeout)
