"""What is run, where, and what a crawl leaves about itself."""

from webapp.crawls.models.alert import Alert
from webapp.crawls.models.channel import Channel
from webapp.crawls.models.coverage import Coverage
from webapp.crawls.models.delivery import Delivery
from webapp.crawls.models.egg import Egg
from webapp.crawls.models.hostlease import HostLease
from webapp.crawls.models.job import Job, JobQuerySet, new_jobid
from webapp.crawls.models.node import Node
from webapp.crawls.models.rejection import Rejection
from webapp.crawls.models.rule import Rule
from webapp.crawls.models.schedule import Schedule
from webapp.crawls.models.scheduledrun import ScheduledRun
from webapp.crawls.models.spider import Spider
from webapp.crawls.models.task import Task
from webapp.crawls.models.visit import Visit
from webapp.crawls.models.worker import Worker

__all__ = [
    "Alert",
    "Channel",
    "Coverage",
    "Delivery",
    "Egg",
    "HostLease",
    "Job",
    "JobQuerySet",
    "Node",
    "Rejection",
    "Rule",
    "Schedule",
    "ScheduledRun",
    "Spider",
    "Task",
    "Visit",
    "Worker",
    "new_jobid",
]
