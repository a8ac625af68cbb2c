"""Scrapy settings: the order of every middleware and pipeline is readable here.

Everything can be overridden with `-s NAME=VALUE`; what is marked (env) also from the environment.
"""

import os

BOT_NAME = "spidersilk"
SPIDER_MODULES = ["crawlers.spiders"]
NEWSPIDER_MODULE = "crawlers.spiders"
COMMANDS_MODULE = "crawlers.commands"

# Who we are: a site's owner must be able to find who crawls (env).
CONTACT = os.environ.get("CONTACT", "")
USER_AGENT = f"Spidersilk/0.1 (+{CONTACT or 'https://github.com/spidersilk/spidersilk'})"

# The one joint with Django, by name: `-s DJANGO_ENABLED=0` crawls without a database.
# `shell`, `fetch`, `view` and `parse` leave it out (crawlers.commands.apart): they are no crawls.
ADDONS = {"pipelines.addon.DjangoAddon": 500}
DJANGO_ENABLED = True

# No door left open (Scrapy 2.19 has two consoles, both on by default).
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# 20 tasks a response are enough for a writer that acknowledges batches: the default of 100
# costs more CPU for each page (docs/explanation/write-path).
CONCURRENT_ITEMS = 20

LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {"csv": "crawlers.exporters.SafeCsvItemExporter"}

LOG_FORMATTER = "crawlers.logformatter.LogFormatter"
SPIDER_MIDDLEWARES = {
    "crawlers.middlewares.start.StartMiddleware": 5,
    "crawlers.middlewares.garbage.GarbageMiddleware": 8,
    "crawlers.middlewares.accounting.AccountingMiddleware": 10,
    "crawlers.middlewares.limit.LimitMiddleware": 15,
    "crawlers.downloader.userinfo.UserinfoMiddleware": 30,
}
EXTENSIONS = {
    "crawlers.downloader.crawl_delay.CrawlDelay": 50,
    "crawlers.extensions.outcome.Outcome": 100,
    "crawlers.extensions.progress.Progress": 200,
}

# How a crawl is judged: the shares (0 to 1) that may fail before the exit code is 3.
MAX_FAILED_SHARE = 0.0
MAX_REJECTED_SHARE = 0.0

# The ledger (pipelines.frontier): every URL is a row, so that a crawl survives anything.
# 0 leaves Scrapy's own scheduler and its memory queues in place (env).
LEDGER_ENABLED = os.environ.get("LEDGER_ENABLED", "1") not in {"0", "false", "no"}
# The same command continues a crawl that was interrupted within so many hours; 0: never.
LEDGER_RESUME_HOURS = 24
# Seconds after which a silent worker's requests are another's.
LEDGER_LEASE = 15
LEDGER_QUEUE = 50_000  # requests in memory; the others wait in the database
LEDGER_BLOOM = 0  # URLs expected, for a Bloom filter of 4 bytes each; 0: a set of 81 bytes each
LEDGER_FATES = "crawlers.fates.verdict"

# What e-mail addresses are hashed with before they are kept. Empty, with a database: a secret that
# is made once and kept under VAR_DIR (env).
EMAIL_SALT = os.environ.get("EMAIL_SALT", "")

# Storing (pipelines.storage), in seconds.
STORAGE_PATIENCE = 60
STORAGE_START_PATIENCE = 5
JOB_HEARTBEAT = 5

PROGRESS_ENABLED = True
# Where the summary says the job can be seen (env).
ADMIN_URL = os.environ.get("ADMIN_URL", "http://127.0.0.1:8000/admin/")

# --- Network (crawlers/downloader): polite, bounded, guarded -----------------------------------
DOWNLOADER = "crawlers.downloader.downloader.PoliteDownloader"
DOWNLOAD_HANDLERS = {
    # Guarded, and for `meta["browser"]` rendered
    "http": "crawlers.browser.handler.BrowserDownloadHandler",
    "https": "crawlers.browser.handler.BrowserDownloadHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
# Each takes Scrapy's own place; the others of DOWNLOADER_MIDDLEWARES_BASE stay where they are.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawlers.downloader.offsite.OffsiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawlers.downloader.robots.StrictRobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "crawlers.downloader.auth.BoundAuthMiddleware": 300,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawlers.downloader.retry.PatientRetryMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawlers.downloader.metarefresh.MetaRefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawlers.browser.cookies.BrowserCookiesMiddleware": 700,
    "crawlers.browser.proxy.BrowserProxyMiddleware": 745,
}

# Private endpoints open beside those of the start URLs: hosts, host:port, CIDR (env).
NETWORK_ALLOW = os.environ.get("NETWORK_ALLOW", "").replace(",", " ").split()
# Behind a proxy that alone can resolve names, ours cannot be checked: True trusts the proxy.
NETWORK_PROXY_RESOLVES = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"
REFERRER_POLICY = "strict-origin-when-cross-origin"

# Politeness. AutoThrottle stays off: it lowers delays, also those that Crawl-delay asked for.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Spidersilk"
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_DELAY = 0.25
DOWNLOAD_DELAY_JITTER = 0.5
# The pace on private endpoints that the operator named, unless -s or the spider names one.
CONCURRENT_REQUESTS_LOCAL = 4
DOWNLOAD_DELAY_LOCAL = 0
CRAWL_DELAY_ENABLED = True
CRAWL_DELAY_MAX = 60
RETRY_AFTER_MAX = 120
RETRY_BACKOFF = 1
RETRY_BACKOFF_MAX = 30
RETRY_TIMES = 2
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
    "scrapy.core.downloader.handlers.http11.TunnelError",
    "crawlers.downloader.errors.TruncatedError",
    "crawlers.browser.errors.BrowserCrashError",
]

# Bounds. A page is held three times at once: as sent, unpacked, and as text.
DOWNLOAD_MAXSIZE = 16 * 1024**2
DOWNLOAD_WARNSIZE = 8 * 1024**2
DOWNLOAD_TIMEOUT = 60  # of the whole answer, however slowly it trickles
DOWNLOAD_FAIL_ON_DATALOSS = True
DNS_TIMEOUT = 15
DEPTH_LIMIT = 50
URLLENGTH_LIMIT = 2000
REDIRECT_MAX_TIMES = 10
# The last line of defence (finish_reason memusage_exceeded). Scrapy compares the highest memory
# ever used, so the limit is well over the 400 MB that hostile answers cost at most.
MEMUSAGE_ENABLED = True
MEMUSAGE_LIMIT_MB = 1024
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10

# --- Browser (crawlers/browser): pages that need JavaScript; started by the first of them --------
BROWSER_DIR = os.path.join(os.environ.get("VAR_DIR", "var"), "browser")  # noqa: PTH118 -- text
BROWSER_BINARY = os.environ.get("BROWSER_BINARY", "")
BROWSER_DRIVER = os.environ.get("BROWSER_DRIVER", "")
SELENIUM_REMOTE_URL = os.environ.get("SELENIUM_REMOTE_URL", "")
BROWSER_GATE_HOST = os.environ.get("BROWSER_GATE_HOST", "127.0.0.1")
BROWSER_ARGUMENTS = os.environ.get("BROWSER_ARGUMENTS", "").split()
BROWSER_TABS = os.environ.get("BROWSER_TABS", "4")
BROWSER_BROWSERS = os.environ.get("BROWSER_BROWSERS", "1")
BROWSER_SESSIONS = os.environ.get("BROWSER_SESSIONS", "4")
BROWSER_RECYCLE_PAGES = os.environ.get("BROWSER_RECYCLE_PAGES", "200")
BROWSER_RECYCLE_MB = os.environ.get("BROWSER_RECYCLE_MB", "1500")
BROWSER_HEAP_MB = os.environ.get("BROWSER_HEAP_MB", "512")
BROWSER_PAGE_TIMEOUT = os.environ.get("BROWSER_PAGE_TIMEOUT", "30")
BROWSER_SCRIPT_TIMEOUT = os.environ.get("BROWSER_SCRIPT_TIMEOUT", "10")
BROWSER_ACTION_TIMEOUT = os.environ.get("BROWSER_ACTION_TIMEOUT", "10")
BROWSER_SETTLE = os.environ.get("BROWSER_SETTLE", "0.05")
BROWSER_QUIET_TIMEOUT = os.environ.get("BROWSER_QUIET_TIMEOUT", "5")
BROWSER_REQUESTS_MAX = os.environ.get("BROWSER_REQUESTS_MAX", "1000")
BROWSER_KEPT_MAX = os.environ.get("BROWSER_KEPT_MAX", "100")
BROWSER_WINDOW = os.environ.get("BROWSER_WINDOW", "1280x1024")
BROWSER_LOCALE = os.environ.get("BROWSER_LOCALE", "en-US")
BROWSER_PROXY = os.environ.get("BROWSER_PROXY", "")
BROWSER_BLOCK = os.environ.get("BROWSER_BLOCK", "").replace(",", " ").split()
