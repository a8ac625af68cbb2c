"""A pipeline that is slow to store."""

import asyncio


class SlowPipeline:
    """Keeps every item for a while and counts how many it holds at most: `slow/most`."""

    seconds = 0.2

    def __init__(self, crawler):
        self.crawler = crawler
        self.held = 0

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    async def process_item(self, item):
        self.held += 1
        self.crawler.stats.max_value("slow/most", self.held)
        await asyncio.sleep(self.seconds)
        self.held -= 1
        return item
