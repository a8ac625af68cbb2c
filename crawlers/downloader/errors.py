"""What the downloader gives up with; each error knows its fate."""

from typing import ClassVar

from scrapy.exceptions import IgnoreRequest

from crawlers.fates import Fate, FateError


class PrivateAddressError(FateError, IgnoreRequest):
    """The address is inside a private network, and the operator did not name it."""

    fate: ClassVar[Fate] = Fate.PRIVATE_ADDRESS


class RobotsError(FateError, IgnoreRequest):
    """The host's robots.txt forbids this URL."""

    fate: ClassVar[Fate] = Fate.ROBOTS


class RobotsUnavailableError(FateError, IgnoreRequest):
    """The host's robots.txt could not be read, so nothing of it may be (RFC 9309 §2.3.1.4)."""

    fate: ClassVar[Fate] = Fate.ROBOTS_UNAVAILABLE


class RetryAfterTooLongError(FateError, IgnoreRequest):
    """The host asks for a longer pause than RETRY_AFTER_MAX."""

    fate: ClassVar[Fate] = Fate.RETRY_AFTER_TOO_LONG


class TooLargeError(FateError):
    """Headers or body are larger than allowed, as sent or once unpacked."""

    fate: ClassVar[Fate] = Fate.TOO_LARGE


class TruncatedError(FateError):
    """The answer ended before its end. Worth another try."""

    fate: ClassVar[Fate] = Fate.TRUNCATED


class DecodeError(FateError):
    """The body is not packed the way Content-Encoding says."""

    fate: ClassVar[Fate] = Fate.DECODE_ERROR


class TlsError(FateError):
    """The host has no certificate that we trust; asking again gives the same one."""

    fate: ClassVar[Fate] = Fate.TLS


class CancelledError(FateError, IgnoreRequest):
    """The crawl is closing: what was still waiting for its turn is not sent."""

    fate: ClassVar[Fate] = Fate.CANCELLED
