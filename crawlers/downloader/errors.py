"""What the downloader gives up with; each error knows its fate."""

from scrapy.exceptions import IgnoreRequest

from crawlers.fates import Fate, FateError


class PrivateAddressError(FateError, IgnoreRequest):
    """The address is inside a private network, and the operator did not name it."""

    fate = Fate.PRIVATE_ADDRESS


class RobotsError(FateError, IgnoreRequest):
    """The host's robots.txt forbids this URL."""

    fate = Fate.ROBOTS


class RobotsUnavailableError(FateError, IgnoreRequest):
    """The host's robots.txt could not be read, so nothing of it may be (RFC 9309 §2.3.1.4).

    The fate is another if the host itself cannot be reached: that tells more.
    """

    def __init__(self, message: str, fate: Fate = Fate.ROBOTS_UNAVAILABLE) -> None:
        super().__init__(message)
        self.fate = fate


class RetryAfterTooLongError(FateError, IgnoreRequest):
    """The host asks for a longer pause than RETRY_AFTER_MAX."""

    fate = Fate.RETRY_AFTER_TOO_LONG


class TooLargeError(FateError):
    """Headers or body are larger than allowed, as sent or once unpacked."""

    fate = Fate.TOO_LARGE


class TruncatedError(FateError):
    """The answer ended before its end. Worth another try."""

    fate = Fate.TRUNCATED


class DecodeError(FateError):
    """The body is not packed the way Content-Encoding says."""

    fate = Fate.DECODE_ERROR


class TlsError(FateError):
    """The host has no certificate that we trust; asking again gives the same one."""

    fate = Fate.TLS


class CancelledError(FateError, IgnoreRequest):
    """The crawl is closing: what was still waiting for its turn is not sent."""

    fate = Fate.CANCELLED
