"""kill -9 at random moments, the same command again: nothing lost, nothing doubled."""

import os
import random
import signal
import time

from tests.crawling import crawl, running_crawl, wait_for
from tests.ledger.rows import changes, rows, the_job, visits
from webapp.crawls.models import Visit, Worker

KILLS = int(os.environ.get("TORTURE_KILLS", "3"))
IN_FLIGHT = 4 * 8  # sent and not yet committed: four times CONCURRENT_REQUESTS


def test_kill_9_at_random_moments_changes_nothing(database, big_site, undisturbed):
    args = {"url": f"{big_site.url}/site/"}
    kills = 0
    for number in range(KILLS):
        with running_crawl("pages", args=args, env=database.env) as process:
            wait_for(lambda n=number: Worker.objects.count() > n, what="the crawl's start")
            time.sleep(random.uniform(0.05, 0.8 * 3 / KILLS + 0.3))  # noqa: TID251 -- a random moment
            process.send_signal(signal.SIGKILL)
            process.wait()
        kills += 1
    ended = crawl("pages", args=args, env=database.env)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert "is continued: it was interrupted" in ended.stderr
    wanted_rows, wanted_visits, wanted_hits = undisturbed
    assert rows() == wanted_rows
    assert visits() == [(u, s, f) for u, s, f in wanted_visits]
    assert changes() == 0
    assert not Visit.objects.filter(deaths__gte=3).exists()
    hits = sum(big_site.hits(query=True).values())
    print("hits", hits, wanted_hits, kills, (hits - wanted_hits) / kills)
    robots = kills  # each start reads robots.txt once more
    assert hits <= wanted_hits + robots + IN_FLIGHT * kills
    job = the_job()
    assert (job.state, job.pages) == ("finished", len(wanted_visits) - 1)
    assert job.items_created + job.items_unchanged == len(wanted_rows)
