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
