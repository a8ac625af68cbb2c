"""How long a job took, or has been running."""

from datetime import timedelta

from django.utils import timezone

from webapp.crawls.models import Job


def duration(job: Job) -> timedelta:
    """Return the time from a job's start to its end; to its last sign of life if it was lost."""
    end = job.ended or (job.heartbeat if job.is_lost else timezone.now())
    return max(end - job.started, timedelta())


def spoken(length: timedelta) -> str:
    """Return a time span in its two largest units."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours:02} h"
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
