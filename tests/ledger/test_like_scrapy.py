"""With the ledger a crawl goes as it goes with Scrapy's own scheduler."""

import pytest

from tests.crawling import crawl
from tests.ledger.rows import visits
from webapp.crawls.models import Job, Visit

TREE = {"SPIDER_MODULES": "tests.practice_spiders.tree", "CONCURRENT_REQUESTS": 1}
FIFO = {"SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue"}


@pytest.fixture
def both(sqlite_database, practice_site, tmp_path):
    """Crawl the tree with Scrapy's scheduler and with ours; returns what each read and said."""

    def run(settings=None, **args):
        found = []
        for enabled in (0, 1):
            practice_site.reset()
            witness = tmp_path / f"witness{enabled}"
            given = {"url": practice_site.url, "witness": witness} | args
            ended = crawl(
                "tree",
                args=given,
                settings=TREE | {"LEDGER_ENABLED": enabled} | (settings or {}),
                env=sqlite_database.env,
            )
            hits = practice_site.hits(query=True)
            job = Job.objects.latest("pk")
            figures = (ended.returncode, job.finish_reason, job.pages, job.errors)
            stats = {
                name: value
                for name, value in job.stats.items()
                if name.startswith(("pages/", "retry/", "dupefilter/", "item_", "spider_exc"))
            }
            found.append((witness.read_text().splitlines(), figures, stats, hits))
        return found

    return run


def test_breadth_first_is_breadth_first(both):
    theirs, ours = both(FIFO | {"DEPTH_PRIORITY": 1})
    assert len(ours[0]) == 26
    assert ours == theirs


@pytest.mark.parametrize("fifo", [False, True])
@pytest.mark.parametrize("queue", ["DownloaderAwarePriorityQueue", "ScrapyPriorityQueue"])
def test_one_at_a_time_the_order_is_that_of_the_queues(both, fifo, queue):
    """Scrapy asks for the next page before it has read the last: its own order is not strict."""
    settings = {"SCHEDULER_PRIORITY_QUEUE": f"scrapy.pqueues.{queue}"} | (FIFO if fifo else {})
    theirs, ours = both(settings, priorities=1)
    assert sorted(ours[0]) == sorted(theirs[0])
    assert ours[1:] == theirs[1:]
    assert ours[0] == expected(["0", "1"], -1 if fifo else 1)


def expected(starts, last_first):
    """Return the order of a tree of two levels below each start, odd children first.

    Start requests have a queue of their own, first in, first out, and come after the others.
    """
    waiting = [(0, False, -n, name) for n, name in enumerate(starts)]
    read = []
    while waiting:
        best = max(waiting)
        waiting.remove(best)
        read.append(best[-1])
        if best[-1].count(".") < 2:
            waiting += [
                (n % 2, True, last_first * (10 * len(read) + n), f"{best[-1]}.{n}")
                for n in range(3)
            ]
    return read


def test_retries_redirects_and_failures_come_to_the_same(both):
    paths = (
        "/fault/flaky?key=a&times=2 /fault/flaky?key=b&times=9 /fault/redirect-chain?n=3"
        " /fault/redirect-chain?n=30 /fault/404 /fault/redirect-loop/a /private/secret.html"
        " /fault/redirect?to=/site/docs/ /site/docs/ /fault/meta-refresh?to=/site/news/"
    )
    settings = {"RETRY_BACKOFF": 0.1, "CONCURRENT_REQUESTS": 4}
    theirs, ours = both(settings, paths=paths, depth=0, starts=1)
    assert sorted(ours[0]) == sorted(theirs[0])
    assert ours[1:] == theirs[1:]
    fates = dict(Visit.objects.exclude(fate="redirected").values_list("url", "fate"))
    site = next(iter(fates)).split("/", 3)
    base = "/".join(site[:3])
    assert fates == {
        f"{base}/site/about/?node=0": "unchanged",
        f"{base}/fault/flaky?key=a&times=2": "no_items",
        f"{base}/fault/flaky?key=b&times=9": "http_500",
        f"{base}/fault/redirect-chain?n=0": "no_items",
        f"{base}/fault/redirect-chain?n=20": "redirect_loop",
        f"{base}/fault/404": "http_404",
        f"{base}/fault/redirect-loop/b": "redirect_loop",
        f"{base}/private/secret.html": "robots",
        f"{base}/site/docs/": "no_items",
        f"{base}/site/news/": "no_items",
    }
    flaky = Visit.objects.get(url__contains="key=b")
    assert (flaky.state, flaky.status, flaky.attempts) == ("failed", 500, 3)
    assert not Visit.objects.filter(state__in=Visit.OPEN).exists()


def test_dont_filter_asks_again_and_again(both):
    theirs, ours = both(loops=5, depth=1)
    assert sorted(ours[0]) == sorted(theirs[0])
    assert ours[1:] == theirs[1:]
    assert Visit.objects.filter(url__endswith="?node=0.1").count() == 6


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"CLOSESPIDER_PAGECOUNT": 7}, "closespider_pagecount"),
        ({"CLOSESPIDER_ITEMCOUNT": 7}, "closespider_itemcount"),
        ({"CLOSESPIDER_ERRORCOUNT": 1}, "closespider_errorcount"),
    ],
)
def test_crawls_are_closed_for_the_same_reasons_though_start_never_ends(both, settings, reason):
    odd = "raise" if "ERRORCOUNT" in str(settings) else ""
    theirs, ours = both(settings, endless=1, odd=odd)
    for read, figures, _, _ in (theirs, ours):
        assert figures[:2] == (5, reason)
        assert len(read) >= 1
    # Scrapy still reads what was on its way when the limit was met.
    assert len(ours[0]) <= len(theirs[0])


def test_requests_beyond_those_in_memory_wait_in_the_database(database, big_site, undisturbed):
    args = {"url": f"{big_site.url}/site/"}
    ended = crawl("pages", args=args, settings={"LEDGER_QUEUE": 25}, env=database.env)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert visits() == undisturbed[1]
    assert sum(big_site.hits(query=True).values()) == undisturbed[2]
