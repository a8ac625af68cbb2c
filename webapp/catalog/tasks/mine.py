"""After a job: what is mined from its kinds. settings.MINED_AFTER names these tasks."""

from typing import Any

from webapp.catalog.mining import MININGS
from webapp.celery import app
from webapp.crawls.tasks.performing import SLOW, SOFTLY, perform


@app.task(name="catalog.mine_forge", bind=True, time_limit=SLOW, soft_time_limit=SLOW - SOFTLY)
def mine_forge(self: Any, task: int) -> None:
    """Count anew who writes in which languages, and when."""
    perform(task, MININGS["forge"], self.request)
