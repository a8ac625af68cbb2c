"""What is committed together, or not at all."""

from dataclasses import dataclass, field

from pipelines.ledger.visits import End, Link
from pipelines.upsert import Outcome
from pipelines.validation import Refusal, Row

Entry = Row | Refusal
Result = tuple[Outcome, str]  # the outcome and, for what was rejected, the reason


@dataclass(slots=True)
class Unit:
    """A page's items, the requests that it named, and its end; or one item of no page.

    `read` is the fingerprint of a page that is about to be read.
    """

    entries: list[Entry] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)  # named for the first time
    end: End | None = None
    read: str = ""

    @property
    def weight(self) -> int:
        """How many rows it writes, at most."""
        return len(self.entries) + len(self.links) + 1


@dataclass(slots=True)
class Committed:
    """What a unit came to."""

    results: list[Result] = field(default_factory=list)  # one for each entry
    known: set[str] = field(default_factory=set)  # fingerprints that were there already
    hosts: set[str] = field(default_factory=set)  # of its new hosts, those this worker has
