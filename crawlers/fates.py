"""What can become of a URL: the closed list of fates, and which exception means which.

Every URL has exactly one, and it is what the ledger, the exit summary and the reports say.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)


class Fate(StrEnum):
    """Every fate but `http_<status>`, which stands for an answer with that status."""

    # Read. What its items came to is known to who stores them (pipelines.ledger.visits).
    STORED = "stored"  # items that are new or changed
    UNCHANGED = "unchanged"  # items, all as they were
    REJECTED = "rejected"  # items, all refused
    NO_ITEMS = "no_items"  # links perhaps, but no item
    REDIRECTED = "redirected"  # it led to another URL, which has its own fate
    # Not read.
    TIMEOUT = "timeout"  # no whole answer within DOWNLOAD_TIMEOUT
    DNS = "dns"  # the host name has no address, or is no host name
    CONNECTION_REFUSED = "connection_refused"  # nothing listens there
    CONNECTION_LOST = "connection_lost"  # cut before the answer's body began
    TLS = "tls"  # no trusted, current certificate for this host
    TRUNCATED = "truncated"  # the answer ended before its end
    TOO_LARGE = "too_large"  # headers or body, packed or unpacked, over the limit
    DECODE_ERROR = "decode_error"  # the body is not what Content-Encoding says
    PRIVATE_ADDRESS = "private_address"  # an address inside, that nobody named
    ROBOTS = "robots"  # robots.txt forbids it
    ROBOTS_UNAVAILABLE = "robots_unavailable"  # robots.txt could not be read
    RETRY_AFTER_TOO_LONG = "retry_after_too_long"  # the host asks us to stay away for long
    REDIRECT_LOOP = "redirect_loop"  # more than REDIRECT_MAX_TIMES redirects
    OFFSITE = "offsite"  # not in the spider's allowed_domains
    UNSUPPORTED_SCHEME = "unsupported_scheme"  # neither http nor https
    BROWSER_CRASH = "browser_crash"  # the tab, the browser or its driver died under the page
    RENDER_TIMEOUT = "render_timeout"  # scripts left no moment to take the page in time
    ACTION_FAILED = "action_failed"  # a step on the page could not be done
    NAVIGATED_AWAY = "navigated_away"  # the page sent the browser where no page came from
    NO_BROWSER = "no_browser"  # a browser is needed, and there is none
    CALLBACK_ERROR = "callback_error"  # fetched, but the spider raised
    NOT_STORABLE = "not_storable"  # the request holds what only one process knows
    KILLED_WORKER = "killed_worker"  # three processes died while they had it
    CANCELLED = "cancelled"  # the crawl ended first
    OTHER = "other"  # an error that has no name yet: a bug report


class FateError(Exception):
    """An error of ours that knows its fate."""

    fate: Fate = Fate.OTHER


READ: frozenset[str] = frozenset(
    {Fate.STORED, Fate.UNCHANGED, Fate.REJECTED, Fate.NO_ITEMS, Fate.REDIRECTED}
)
# Refused: our own rules forbid it. Everything else failed: we wanted to and could not.
REFUSED: frozenset[str] = frozenset(
    {Fate.ROBOTS, Fate.PRIVATE_ADDRESS, Fate.OFFSITE, Fate.UNSUPPORTED_SCHEME}
)

_BY_TYPE: tuple[tuple[type[BaseException], Fate], ...] = (
    (DownloadTimeoutError, Fate.TIMEOUT),
    (CannotResolveHostError, Fate.DNS),
    (DownloadConnectionRefusedError, Fate.CONNECTION_REFUSED),
    (ResponseDataLossError, Fate.TRUNCATED),
    (DownloadCancelledError, Fate.TOO_LARGE),  # the download handler cancels for size only
    (DownloadFailedError, Fate.CONNECTION_LOST),
    (NotSupported, Fate.UNSUPPORTED_SCHEME),
    (UnsupportedURLSchemeError, Fate.UNSUPPORTED_SCHEME),
    (ConnectionRefusedError, Fate.CONNECTION_REFUSED),
    (TimeoutError, Fate.TIMEOUT),
    (ConnectionError, Fate.CONNECTION_LOST),
)
# Scrapy raises these as plain IgnoreRequest or ValueError: only the text tells them apart.
_BY_TEXT: tuple[tuple[type[BaseException], str, Fate], ...] = (
    (IgnoreRequest, "max redirections reached", Fate.REDIRECT_LOOP),
    (IgnoreRequest, "Filtered offsite request", Fate.OFFSITE),
    (ValueError, "Missing scheme in request url", Fate.UNSUPPORTED_SCHEME),
    (ValueError, "invalid hostname", Fate.DNS),
)
# Named, not imported: Twisted, asyncio and OpenSSL are heavy, and not every caller has them.
_BY_NAME: dict[str, Fate] = {
    "asyncio.exceptions.CancelledError": Fate.CANCELLED,
    "scrapy.exceptions.CloseSpider": Fate.CANCELLED,
    "twisted.internet.defer.CancelledError": Fate.CANCELLED,
    "twisted.internet.error.ConnectionDone": Fate.CONNECTION_LOST,
    "twisted.internet.error.ConnectionLost": Fate.CONNECTION_LOST,
    "twisted.internet.error.ConnectError": Fate.CONNECTION_LOST,
    "twisted.internet.error.NoRouteError": Fate.CONNECTION_LOST,
    "scrapy.core.downloader.handlers.http11.TunnelError": Fate.CONNECTION_LOST,
    "OpenSSL.SSL.Error": Fate.TLS,
    "service_identity.exceptions.VerificationError": Fate.TLS,
}


def fate_of(exception: BaseException) -> str:
    """Return the fate that an exception of the downloader (or a callback) stands for."""
    if isinstance(exception, FateError):
        return exception.fate
    for reader in (_http_status, _by_type, _by_text, _by_name):
        fate = reader(exception)
        if fate is not None:
            return fate
    return Fate.OTHER


def verdict(exception: BaseException) -> tuple[str, str]:
    """Return the state that a failed request is in, as the ledger calls it, and its fate.

    `pending` is what the crawl's end kept from being sent.
    """
    fate = fate_of(exception)
    if fate == Fate.CANCELLED:
        return "pending", fate
    return "refused" if fate in REFUSED else "failed", fate


def is_refused(fate: str) -> bool:
    """Say whether a fate is our own decision; if not, the URL failed."""
    return fate in REFUSED


def http_fate(status: int) -> str:
    """Return the fate of an answer whose status no callback wanted."""
    return f"http_{status}"


_Reader = Callable[[BaseException], str | None]


def _http_status(exception: BaseException) -> str | None:
    # scrapy.spidermiddlewares.httperror.HttpError, the one IgnoreRequest with a response
    response: Any = getattr(exception, "response", None)
    if isinstance(exception, IgnoreRequest) and hasattr(response, "status"):
        return http_fate(response.status)
    return None


def _by_type(exception: BaseException) -> str | None:
    return next((fate for kind, fate in _BY_TYPE if isinstance(exception, kind)), None)


def _by_text(exception: BaseException) -> str | None:
    text = str(exception)
    found = (f for kind, part, f in _BY_TEXT if isinstance(exception, kind) and part in text)
    return next(found, None)


def _by_name(exception: BaseException) -> str | None:
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(exception).__mro__)
    return next((_BY_NAME[name] for name in names if name in _BY_NAME), None)
