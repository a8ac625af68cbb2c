"""What the ledger is told: a URL was named, was sent, has ended."""

from collections import Counter
from dataclasses import dataclass, field

from webapp.crawls.models import Visit

PENDING, LEASED = Visit.State.PENDING.value, Visit.State.LEASED.value
DONE, FAILED, REFUSED = Visit.State.DONE.value, Visit.State.FAILED.value, Visit.State.REFUSED.value

# Fates of pages that were read: what their items came to. All others are crawlers.fates'.
STORED = "stored"
UNCHANGED = "unchanged"
REJECTED = "rejected"
NO_ITEMS = "no_items"
REDIRECTED = "redirected"
CALLBACK_ERROR = "callback_error"
REDIRECT_LOOP = "redirect_loop"
NOT_STORABLE = "not_storable"
KILLED_WORKER = "killed_worker"
OTHER = "other"


@dataclass(slots=True)
class Link:
    """A request that a page, or start(), named."""

    fingerprint: str
    url: str
    method: str
    payload: str
    priority: int
    depth: int
    rank: int  # microseconds since 1970
    parent: str
    host: str
    state: str = PENDING
    fate: str = ""
    text: str = ""
    is_certain: bool = True  # that it never came before


@dataclass(slots=True)
class End:
    """What became of a request that was handed out. A page that was read has no fate yet."""

    fingerprint: str
    host: str
    state: str = DONE
    fate: str = ""
    text: str = ""
    status: int | None = None
    size: int | None = None  # bytes
    seconds: float | None = None
    earlier: Counter[str] = field(default_factory=Counter)  # outcomes of items committed before
    again: Link | None = None  # the request to be sent next in this one's place
    sent: bool = True
    received: bool = False
    is_marked: bool = False  # that it was to be read: sending it is counted already


@dataclass(slots=True)
class Pending:
    """A row of the frontier, as another process or an earlier one left it."""

    fingerprint: str
    url: str
    method: str
    payload: str
    priority: int
    host: str
    deaths: int


@dataclass(slots=True)
class Host:
    """A host that this worker has; `wait` seconds must pass before the next request."""

    name: str
    delay: float = 0.0
    wait: float = 0.0
