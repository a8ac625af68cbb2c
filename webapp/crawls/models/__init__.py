"""What a crawl leaves about itself: jobs, their workers, hosts and visits, and rejections."""

from webapp.crawls.models.hostlease import HostLease
from webapp.crawls.models.job import Job, JobQuerySet, new_jobid
from webapp.crawls.models.rejection import Rejection
from webapp.crawls.models.visit import Visit
from webapp.crawls.models.worker import Worker

__all__ = ["HostLease", "Job", "JobQuerySet", "Rejection", "Visit", "Worker", "new_jobid"]
