"""The addresses below a job's, and who answers them."""

from functools import partial
from typing import Any

from django.urls import path

from webapp.crawls.admin.live import live_job, live_jobs
from webapp.crawls.admin.logpages import log_page, log_part
from webapp.crawls.admin.running import run_page


def job_pages(site: Any) -> list[Any]:
    """Return the patterns; `site` is the admin class of jobs."""
    own = site.admin_site.admin_view
    pages = {
        "run/": ("run", partial(run_page, site)),
        "live/": ("live_list", partial(live_jobs, site)),
        "<path:object_id>/live/": ("live", partial(live_job, site)),
        "<path:object_id>/log/": ("log", partial(log_page, site)),
        "<path:object_id>/log.json": ("log_part", partial(log_part, site)),
        "<path:object_id>/cancel/": ("cancel", partial(site.order, verb="cancel")),
        "<path:object_id>/kill/": ("kill", partial(site.order, verb="kill")),
        "<path:object_id>/resume/": ("resume", partial(site.order, verb="resume")),
    }
    return [
        path(route, own(page), name=f"crawls_job_{name}") for route, (name, page) in pages.items()
    ]
