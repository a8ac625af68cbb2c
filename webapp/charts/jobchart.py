"""The chart of jobs, and which jobs its address asks for."""

from django.http import QueryDict

from webapp.charts.chart import Chart, Shape
from webapp.charts.queries.jobs import timeline
from webapp.crawls.models import Job, JobQuerySet

TIMELINE = Chart(
    "timeline",
    "When which spider ran",
    "Each job from its start to its end, a line for each spider, coloured by how it ended.",
    Shape.TIMELINE,
    timeline,
)
ASKED = ("spider", "state")


def chosen_jobs(query: QueryDict) -> tuple[JobQuerySet, QueryDict]:
    """Return the jobs of a spider or a state, and what was understood of the question."""
    chosen = QueryDict(mutable=True)
    for name in ASKED:
        if value := query.get(name, "").replace("\0", "")[:100]:
            chosen[name] = value
    return Job.objects.filter(**chosen.dict()), chosen
