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
ADDONS = {"pipelines.addon.DjangoAddon": 500}
DJANGO_ENABLED = True

# No door left open (Scrapy 2.19 has two consoles, both on by default).
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# 20 tasks a response are enough for a writer that acknowledges batches (docs/explanation/write-path).
CONCURRENT_ITEMS = 20

LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
FEED_EXPORT_ENCODING = "utf-8"

LOG_FORMATTER = "crawlers.logformatter.LogFormatter"
SPIDER_MIDDLEWARES = {
    "crawlers.middlewares.start.StartMiddleware": 5,
    "crawlers.middlewares.accounting.AccountingMiddleware": 10,
    "crawlers.middlewares.limit.LimitMiddleware": 15,
}
EXTENSIONS = {
    "crawlers.extensions.outcome.Outcome": 100,
    "crawlers.extensions.progress.Progress": 200,
}

# How a crawl is judged: the shares (0 to 1) that may fail before the exit code is 3.
MAX_FAILED_SHARE = 0.0
MAX_REJECTED_SHARE = 0.0

# Storing (pipelines.storage), in seconds.
STORAGE_PATIENCE = 60
STORAGE_START_PATIENCE = 5
JOB_HEARTBEAT = 5

PROGRESS_ENABLED = True
# Where the summary says the job can be seen (env).
ADMIN_URL = os.environ.get("ADMIN_URL", "http://127.0.0.1:8000/admin/")
