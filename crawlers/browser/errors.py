"""What a page in the browser gives up with; each error knows its fate."""

from scrapy.exceptions import IgnoreRequest

from crawlers.fates import Fate, FateError


class OrderError(FateError, IgnoreRequest):
    """What the request asks of the browser cannot be read."""

    fate = Fate.ACTION_FAILED


class ActionFailedError(FateError, IgnoreRequest):
    """A step on the page could not be done; the page was kept as it was then."""

    fate = Fate.ACTION_FAILED


class NoBrowserError(FateError, IgnoreRequest):
    """There is no browser, or it does not start."""

    fate = Fate.NO_BROWSER


class BrowserCrashError(FateError):
    """The tab, the browser or its driver died under the page. Worth another try."""

    fate = Fate.BROWSER_CRASH


class RenderTimeoutError(FateError):
    """The page's scripts left no moment to take it within BROWSER_PAGE_TIMEOUT."""

    fate = Fate.RENDER_TIMEOUT


class NavigatedAwayError(FateError, IgnoreRequest):
    """The page sent the browser to where no page came from."""

    fate = Fate.NAVIGATED_AWAY


class NavigationLoopError(FateError, IgnoreRequest):
    """The page kept sending the browser on, more than REDIRECT_MAX_TIMES."""

    fate = Fate.REDIRECT_LOOP
