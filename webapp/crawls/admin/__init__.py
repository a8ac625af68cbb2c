"""The admin of jobs and what they leave, and what every list of crawled data shares."""

from django.contrib import admin

from webapp.crawls.admin.alert import AlertAdmin
from webapp.crawls.admin.channel import ChannelAdmin
from webapp.crawls.admin.coverage import CoverageAdmin
from webapp.crawls.admin.delivery import DeliveryAdmin
from webapp.crawls.admin.egg import EggAdmin
from webapp.crawls.admin.hostlease import HostLeaseAdmin
from webapp.crawls.admin.job import JobAdmin
from webapp.crawls.admin.node import NodeAdmin
from webapp.crawls.admin.rejection import RejectionAdmin
from webapp.crawls.admin.rule import RuleAdmin
from webapp.crawls.admin.schedule import ScheduleAdmin
from webapp.crawls.admin.scheduledrun import ScheduledRunAdmin
from webapp.crawls.admin.spider import SpiderAdmin
from webapp.crawls.admin.task import TaskAdmin
from webapp.crawls.admin.visit import VisitAdmin
from webapp.crawls.admin.worker import WorkerAdmin

__all__ = [
    "AlertAdmin",
    "ChannelAdmin",
    "CoverageAdmin",
    "DeliveryAdmin",
    "EggAdmin",
    "HostLeaseAdmin",
    "JobAdmin",
    "NodeAdmin",
    "RejectionAdmin",
    "RuleAdmin",
    "ScheduleAdmin",
    "ScheduledRunAdmin",
    "SpiderAdmin",
    "TaskAdmin",
    "VisitAdmin",
    "WorkerAdmin",
]

admin.site.site_header = "Spidersilk"
admin.site.site_title = "Spidersilk"
admin.site.index_title = "What is stored, and what was run"
