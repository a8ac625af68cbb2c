"""The ledger's rows, written inside the transaction that stores the items they tell of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from pipelines.ledger import visits
from pipelines.ledger.statements import (
    AGAIN,
    END,
    ENDED,
    HOSTS,
    INSERT,
    LINK_COLUMNS,
    MARK,
    run_many,
)
from pipelines.ledger.unit import Committed, Unit
from pipelines.ledger.visits import End, Link
from pipelines.patience import LeaseLostError
from pipelines.upsert import Outcome
from pipelines.values import clean_text
from webapp.crawls.models import HostLease, Visit, Worker

MOST_TEXT = 10_000  # characters of a traceback
KEPT = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.DUPLICATE)


class LedgerTables:
    """Writes for one worker of one job, in the writer's thread.

    `shared`: other workers may have named a URL before. `claims`: a host that nobody has yet is
    taken; else it is left to the others.
    """

    def __init__(self, job: int, worker: int) -> None:
        self.job = job
        self.worker = worker
        self.shared = False
        self.claims = True

    def hold(self) -> None:
        """Lock this worker's row against being declared lost; raises LeaseLostError if it was."""
        mine = Worker.objects.select_for_update().filter(
            pk=self.worker, state=Worker.State.WORKING
        )
        if not mine.values_list("pk"):
            raise LeaseLostError("another worker has taken over what this one had")

    def write(self, units: Sequence[Unit], outcomes: Iterable[Outcome]) -> list[Committed]:
        """Write links, marks and ends of these units, and count what they came to."""
        now = timezone.now()
        rest = iter(outcomes)
        committed: list[Committed] = []
        tally: Counter[str] = Counter()
        ends: list[tuple[End, Counter[str]]] = []
        for unit in units:
            found = [next(rest) for _ in unit.entries]
            tally.update(f"items_{outcome}" for outcome in found)
            committed.append(Committed())
            if unit.end is not None:
                ends.append((unit.end, unit.end.earlier + Counter(found)))
                tally += _pages(unit.end)
        self._name(units, committed, now)
        self._mark([unit.read for unit in units if unit.read], now)
        self._end(ends, now)
        self._count(tally)
        return committed

    def _name(self, units: Sequence[Unit], committed: list[Committed], now: datetime) -> None:
        links = _links(units)
        if hosts := sorted({host for unit in units for host in unit.hosts}):
            mine = self._claim(hosts)
            for unit, answer in zip(units, committed, strict=True):
                answer.hosts = mine & set(unit.hosts)
        if not links:
            return
        asked = sorted(key for key, each in links.items() if self.shared or not each.is_certain)
        if asked:
            known = self._known(asked)
            for unit, answer in zip(units, committed, strict=True):
                answer.known = {each.fingerprint for each in unit.links} & known
                for fingerprint in answer.known:
                    links.pop(fingerprint, None)
        moment = adapted(now)
        rows = [
            (self.job, *(getattr(links[key], name) for name in LINK_COLUMNS), moment, moment)
            for key in sorted(links)  # in one order for every worker: no deadlocks
        ]
        run_many(INSERT, rows)

    def _known(self, fingerprints: Sequence[str]) -> set[str]:
        found = Visit.objects.filter(job=self.job, fingerprint__in=fingerprints)
        return set(found.values_list("fingerprint", flat=True))

    def _claim(self, hosts: Sequence[str]) -> set[str]:
        owner = self.worker if self.claims else None
        HostLease.objects.bulk_create(
            [HostLease(job_id=self.job, host=host, worker_id=owner) for host in hosts],
            ignore_conflicts=True,
        )
        mine = HostLease.objects.filter(job=self.job, host__in=hosts, worker=self.worker)
        return set(mine.values_list("host", flat=True))

    def _mark(self, fingerprints: Sequence[str], now: datetime) -> None:
        moment = adapted(now)
        run_many(MARK, [(self.worker, moment, self.job, key) for key in fingerprints])

    def _end(self, ends: Sequence[tuple[End, Counter[str]]], now: datetime) -> None:
        moment = adapted(now)
        run_many(
            END,
            [(*_values(end, counts), moment, self.job, end.fingerprint) for end, counts in ends],
        )
        again = [
            (end.again.payload, end.again.priority, self.job, end.fingerprint)
            for end, _ in ends
            if end.again is not None
        ]
        run_many(AGAIN, again)
        self._count_hosts([end for end, _ in ends if end.state in ENDED], now)

    def _count_hosts(self, ends: Sequence[End], now: datetime) -> None:
        """Count what has ended, by host; in one order for every worker."""
        counts: Counter[tuple[str, str]] = Counter((end.host, end.state) for end in ends)
        moment = adapted(now)
        rows = [
            (*(counts[host, state] for state in ENDED), moment, moment, self.job, host)
            for host in sorted({host for host, _ in counts})
        ]
        run_many(HOSTS, rows)

    def _count(self, tally: Counter[str]) -> None:
        if tally:
            added = {name: F(name) + count for name, count in tally.items()}
            Worker.objects.filter(pk=self.worker).update(**added)


def _links(units: Sequence[Unit]) -> dict[str, Link]:
    """Return the links of these units but those to be sent once more: their rows are there."""
    again = {unit.end.again.fingerprint for unit in units if unit.end and unit.end.again}
    return {
        link.fingerprint: link
        for unit in units
        for link in unit.links
        if link.fingerprint not in again
    }


def adapted(moment: datetime) -> Any:
    """Return a moment as this database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _values(end: End, counts: Mapping[str, int]) -> tuple[Any, ...]:
    items = sum(counts.get(outcome, 0) for outcome in KEPT)
    fate = end.fate
    if end.state == visits.DONE and not fate:
        fate = fate_of_items(counts)
    text = clean_text(end.text)[:MOST_TEXT]
    unmarked = int(end.sent and not end.is_marked)
    return end.state, fate, text, end.status, end.size, end.seconds, items, unmarked


def fate_of_items(counts: Mapping[str, int]) -> str:
    """Return the fate of a page that was read: what its items came to."""
    if counts.get(Outcome.CREATED, 0) + counts.get(Outcome.UPDATED, 0):
        return visits.STORED
    if counts.get(Outcome.UNCHANGED, 0) + counts.get(Outcome.DUPLICATE, 0):
        return visits.UNCHANGED
    return visits.REJECTED if counts.get(Outcome.REJECTED, 0) else visits.NO_ITEMS


def _pages(end: End) -> Counter[str]:
    return Counter(pages=int(end.received), errors=int(end.state == visits.FAILED))
