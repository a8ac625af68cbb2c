"""The admin of jobs and rejections, and what every list of crawled data shares."""

from django.contrib import admin

from webapp.crawls.admin.job import JobAdmin
from webapp.crawls.admin.rejection import RejectionAdmin

__all__ = ["JobAdmin", "RejectionAdmin"]

admin.site.site_header = "Spidersilk"
admin.site.site_title = "Spidersilk"
admin.site.index_title = "What is stored, and what was run"
