"""Which URLs came already: nothing is skipped by mistake."""

from hashlib import sha1

from pipelines.frontier.seen import Came, SeenBloom, SeenSet
from tests.crawling import crawl
from tests.ledger.rows import visits


def digits(number):
    return sha1(b"%d" % number, usedforsecurity=False).hexdigest()


def test_set_knows_for_certain():
    seen = SeenSet()
    assert [seen.add(digits(n)) for n in (1, 2, 1)] == [Came.NEVER, Came.NEVER, Came.BEFORE]


def test_bloom_never_says_before_of_what_never_came():
    seen = SeenBloom(100, recent=10)  # far too small: nearly every "no" becomes a "perhaps"
    answers = [seen.add(digits(n)) for n in range(5000)]
    assert Came.BEFORE not in answers
    assert answers.count(Came.PERHAPS) > 1000
    assert [seen.add(digits(n)) for n in range(4990, 5000)] == [Came.BEFORE] * 10
    assert {seen.add(digits(n)) for n in range(10)} == {Came.PERHAPS}


def test_crawl_with_a_bloom_filter_that_is_too_small_reads_the_same_pages(
    database, big_site, undisturbed
):
    settings = {"LEDGER_BLOOM": 20}
    args = {"url": f"{big_site.url}/site/"}
    ended = crawl("pages", args=args, settings=settings, env=database.env)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert visits() == undisturbed[1]
    assert sum(big_site.hits(query=True).values()) == undisturbed[2]
