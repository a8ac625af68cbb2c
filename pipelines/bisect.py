"""One bad row costs itself: a refused batch is halved until it is found."""

from collections.abc import Callable, Sequence

from django.db import Error, IntegrityError, transaction

from pipelines.ledger.tables import LedgerTables
from pipelines.ledger.unit import Committed, Entry, Unit
from pipelines.patience import Patience
from pipelines.upsert import Outcome, Store
from pipelines.validation import Refusal

# What a database, or Django on the way there, says of a value that it cannot take.
REFUSALS = (Error, ValueError, TypeError, ArithmeticError)


class BisectingStore:
    """Stores every entry of a batch that can be stored, and records the others as rejections.

    A unit is committed whole: what belongs to a page is there with its end, or not at all.
    """

    def __init__(
        self, store: Store, patience: Patience, ledger: LedgerTables | None = None
    ) -> None:
        self._store = store
        self._patience = patience
        self._ledger = ledger

    def store(self, units: Sequence[Unit]) -> list[Committed]:
        """Commit all units and return what each came to; raises StorageUnavailableError."""
        try:
            return self._again_if_deleted(lambda: self._write(units))
        except REFUSALS as error:
            return self._halve(units, error)

    def _write(self, units: Sequence[Unit]) -> list[Committed]:
        entries = [entry for unit in units for entry in unit.entries]
        answers: list[Committed] = []
        committed: list[Committed] = []

        def also(outcomes: list[Outcome]) -> None:
            if self._ledger is not None:
                self._ledger.hold()
                committed.extend(self._ledger.write(units, outcomes))

        outcomes = self._store.write(entries, also)
        rest = iter(outcomes)
        for unit, answer in zip(units, committed or [Committed() for _ in units], strict=True):
            answer.results = [_result(entry, next(rest)) for entry in unit.entries]
            answers.append(answer)
        return answers

    def _again_if_deleted(self, write: Callable[[], list[Committed]]) -> list[Committed]:
        try:
            return self._patience.insist(write)
        except IntegrityError:
            # What a row points at may have been deleted in the admin: look again, once.
            self._store.relations.forget()
            return self._patience.insist(write)

    def _halve(self, units: Sequence[Unit], error: Exception) -> list[Committed]:
        if len(units) > 1:
            middle = len(units) // 2
            return self.store(units[:middle]) + self.store(units[middle:])
        unit = units[0]
        reasons = self._refused(unit.entries, 0)
        if not reasons:  # what is left is a defect of ours
            raise error
        for place, reason in reasons.items():
            entry = unit.entries[place]
            if isinstance(entry, Refusal):  # its text is ASCII and its lengths are cut: as above
                raise error
            unit.entries[place] = entry.refused(reason)
        (committed,) = self.store([unit])
        return [_with_reasons(committed, reasons)]

    def _refused(self, entries: Sequence[Entry], first: int) -> dict[int, str]:
        """Find the entries that cannot be stored (position: why), storing none for good."""
        try:
            self._again_if_deleted(lambda: self._try(entries))
        except REFUSALS as error:
            if len(entries) == 1:
                return {first: f"the database refused it: {str(error).strip()}"}
            middle = len(entries) // 2
            found = self._refused(entries[:middle], first)
            return found | self._refused(entries[middle:], first + middle)
        return {}

    def _try(self, entries: Sequence[Entry]) -> list[Committed]:
        with transaction.atomic():
            self._store.write(entries)
            transaction.set_rollback(True)
        self._store.relations.forget()  # what was made for this trial is gone
        return []


def _result(entry: Entry, outcome: Outcome) -> tuple[Outcome, str]:
    return outcome, entry.reason if isinstance(entry, Refusal) else ""


def _with_reasons(committed: Committed, reasons: dict[int, str]) -> Committed:
    for place, reason in reasons.items():
        committed.results[place] = (committed.results[place][0], reason)
    return committed
