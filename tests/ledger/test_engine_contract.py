"""What the ledger relies on of Scrapy's engine beyond its documentation, pinned to its version."""

import inspect

import scrapy
from scrapy import Request
from scrapy.core.engine import ExecutionEngine, _Slot
from scrapy.core.scraper import Scraper
from scrapy.core.spidermw import SpiderMiddlewareManager
from scrapy.pqueues import DownloaderAwarePriorityQueue, ScrapyPriorityQueue
from scrapy.utils import asyncio as scrapy_asyncio

from pipelines.frontier.watch import InProgress


def source(thing):
    return inspect.getsource(thing)


def test_contract_scrapy_version():
    assert scrapy.__version__.startswith("2.19."), "read the new source, then these tests"


def test_contract_requests_leave_the_engine_by_one_door():
    assert "self.inprogress.remove(request)" in source(_Slot.remove_request)
    assert "self.inprogress: set[Request] = set()" in source(_Slot.__init__)
    assert "self._slot.add_request(request)" in source(ExecutionEngine._download)
    assert "addBoth(partial(self._remove_request, request=request))" in source(
        ExecutionEngine._start_scheduled_request
    )
    assert source(_Slot).count("inprogress") == 4  # nobody else takes one out


def test_contract_the_slot_is_there_before_the_scheduler_opens():
    opening = source(ExecutionEngine.open_spider_async)
    slot, scheduler = opening.index("self._slot = _Slot("), opening.index("scheduler.open(")
    assert slot < scheduler < opening.index("self.scraper.open_spider_async()")
    assert "except CloseSpider" in opening


def test_contract_the_engine_is_woken_and_asks_for_requests():
    assert "CallLaterOnce(self._start_scheduled_requests)" in source(
        ExecutionEngine.open_spider_async
    )
    assert "self._slot.heartbeat.start(" in source(ExecutionEngine._start_request_processing)
    assert "nextcall.schedule" in source(_Slot.__init__)
    assert "self._slot.scheduler.next_request()" in source(
        ExecutionEngine._start_scheduled_request
    )


def test_contract_a_page_is_in_progress_until_its_output_is_through():
    handle = source(ExecutionEngine._handle_downloader_output)
    assert "yield self.scraper.enqueue_scrape(result, request)" in handle
    assert "self.crawl(result)" in handle
    output = source(Scraper.handle_spider_output_async)
    assert "self.concurrent_items" in output
    assert "create_task(worker())" in source(scrapy_asyncio._parallel_asyncio)


def test_contract_the_first_middleware_is_asked_first_and_read_last():
    add = source(SpiderMiddlewareManager._add_middleware)
    assert 'self.methods["process_spider_input"].append(' in add
    assert 'self.methods["process_spider_output"].appendleft(' in add
    assert "await scrape_func(Failure(), request)" in source(
        SpiderMiddlewareManager._process_spider_input
    )


def test_contract_queues_are_made_as_the_scheduler_makes_them():
    for queue in (DownloaderAwarePriorityQueue, ScrapyPriorityQueue):
        names = list(inspect.signature(queue.from_crawler).parameters)
        assert names == ["crawler", "downstream_queue_cls", "key", "startprios", "start_queue_cls"]


def test_in_progress_tells_of_each_request_that_leaves():
    left = []
    requests = InProgress(left.append)
    one, other = Request("http://x.example/1"), Request("http://x.example/2")
    requests.add(one)
    requests.add(other)
    requests.remove(one)
    assert (left, requests) == ([one], {other})
