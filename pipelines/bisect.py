"""One bad row costs itself: a refused batch is halved until it is found."""

from collections.abc import Sequence

from django.db import Error, IntegrityError

from pipelines.patience import Patience
from pipelines.upsert import Outcome, Store
from pipelines.validation import Refusal, Row

Entry = Row | Refusal
Result = tuple[Outcome, str]  # the outcome and, for what was rejected, the reason


class BisectingStore:
    """Stores every entry of a batch that can be stored, and records the others as rejections."""

    def __init__(self, store: Store, patience: Patience) -> None:
        self._store = store
        self._patience = patience

    def store(self, entries: Sequence[Entry]) -> list[Result]:
        """Commit all entries and return a result for each; raises StorageUnavailableError."""
        try:
            outcomes = self._write(entries)
        except (Error, ValueError, TypeError, ArithmeticError) as error:
            return self._halve(entries, error)
        return [
            (outcome, entry.reason if isinstance(entry, Refusal) else "")
            for entry, outcome in zip(entries, outcomes, strict=True)
        ]

    def _write(self, entries: Sequence[Entry]) -> list[Outcome]:
        try:
            return self._patience.insist(lambda: self._store.write(entries))
        except IntegrityError:
            # What a row points at may have been deleted in the admin: look again, once.
            self._store.relations.forget()
            return self._patience.insist(lambda: self._store.write(entries))

    def _halve(self, entries: Sequence[Entry], error: Exception) -> list[Result]:
        if len(entries) > 1:
            middle = len(entries) // 2
            return self.store(entries[:middle]) + self.store(entries[middle:])
        entry = entries[0]
        if isinstance(
            entry, Refusal
        ):  # its text is ASCII and its lengths are cut: a defect of ours
            raise error
        reason = f"the database refused it: {str(error).strip()}"
        return self.store([entry.refused(reason)])
