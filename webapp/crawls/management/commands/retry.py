"""`python -m webapp retry JOB`: put the pages back that failed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.crawls.models import Job, Visit
from webapp.crawls.retry import continuing, put_back


class Command(BaseCommand):
    help = "Put the URLs of a job that failed back, to be asked for again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", help="the job's number, or its job id")
        parser.add_argument("--fate", help="only those with this fate: timeout, http_500, …")

    def handle(self, *args: Any, **options: Any) -> None:
        job = _job(options["job"])
        visits = Visit.objects.filter(job=job)
        if options["fate"]:
            visits = visits.filter(fate=options["fate"])
        count = put_back(visits)
        self.stdout.write(f"{count} URLs of job {job.pk} are put back.")
        if count:
            self.stdout.write(f"To ask for them: {continuing(job)}")


def _job(name: str) -> Job:
    found = Job.objects.filter(jobid=name).first()
    if found is None and name.isascii() and name.isdigit():
        found = Job.objects.filter(pk=int(name[:18])).first()
    if found is None:
        raise CommandError(f"there is no job {name!r}; the admin lists them")
    return found
