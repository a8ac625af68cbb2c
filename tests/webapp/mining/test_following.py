"""Mining follows the crawls that met its kinds, and no others."""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tests.webapp.mining.forges import counted, make_forge, mined
from webapp.celery import app
from webapp.crawls.models import Job, Task, Worker


def ended(*kinds):
    job = Job.objects.create(spider="s", state="finished", ended=timezone.now())
    stats = {f"coverage/{kind}": {"items": 1, "fields": {}} for kind in kinds}
    Worker.objects.create(job=job, host="h", pid=1, born=1.5, stats=stats)
    return job


def minings():
    return list(Task.objects.filter(name__startswith="catalog.").order_by("pk"))


def test_a_crawl_of_a_forge_is_mined_once_for_each_end(sqlite_database):
    make_forge(5)
    job = ended("catalog.Commit", "catalog.Repository")
    ended("catalog.Book")
    call_command("aftercare", "--here")
    call_command("aftercare", "--here")
    (task,) = minings()
    assert (task.name, task.queue, task.state) == ("catalog.mine_forge", "slow", "done")
    assert task.key.startswith(f"catalog.mine_forge after job {job.pk} that ended ")
    assert mined() == counted()
    Job.objects.filter(pk=job.pk).update(ended=timezone.now())
    call_command("aftercare", "--here")
    assert [task.state for task in minings()] == ["done", "done"]


def test_what_is_mined_after_a_kind_are_tasks_and_kinds_that_there_are():
    import_module("webapp.catalog.tasks")
    for kind, name in settings.MINED_AFTER.items():
        assert apps.get_model(kind)
        assert name in app.tasks
