"""What workers do: each task fetches its row and calls a plain function."""

from webapp.crawls.tasks.deliver import deliver
from webapp.crawls.tasks.follow import follow_job
from webapp.crawls.tasks.prune import prune
from webapp.crawls.tasks.watch import watch

__all__ = ["deliver", "follow_job", "prune", "watch"]
