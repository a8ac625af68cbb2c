"""Several nodes look at the same schedules at once, in processes of their own."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from tests.crawling import ROOT
from tests.schedules.conftest import made_at
from webapp.crawls.models import Job, Schedule, ScheduledRun

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NODES = int(os.environ.get("TORTURE_NODES", "4"))
MINUTES = int(os.environ.get("TORTURE_MINUTES", "10"))
NODE = """
import sys, json, django
from datetime import datetime, timedelta
django.setup()
from webapp.crawls.scheduling import run_due
from webapp.crawls.models import Job
print("ready", flush=True)
sys.stdin.readline()
start, minutes = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
started = 0
for minute in range(1, minutes + 1):
    started += run_due(start + timedelta(minutes=minute))
print(json.dumps(started), flush=True)
"""


def test_each_time_is_run_once_by_nodes_that_race(database):
    # Each node has a clock of its own here: to one that is ahead, times look as if missed.
    each = {"catch_up": "each", "catch_up_most": MINUTES}
    for n in range(5):
        made_at(NOON, cron="* * * * *", overlap="queue" if n else "cancel", **each)
    command = [sys.executable, "-c", NODE, NOON.isoformat(), str(MINUTES)]
    env = {**os.environ, **database.env, "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    nodes = [
        subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(NODES)
    ]
    for node in nodes:
        assert node.stdout.readline() == "ready\n"
    for node in nodes:
        node.stdin.write("\n")
        node.stdin.flush()
    started = [json.loads(node.communicate(timeout=120)[0]) for node in nodes]
    assert [node.returncode for node in nodes] == [0] * NODES
    assert sum(started) == Job.objects.count()
    runs = ScheduledRun.objects.all()
    assert runs.count() == 5 * MINUTES
    dues = {(run.schedule_id, run.due) for run in runs}
    assert len(dues) == 5 * MINUTES
    jobs = [run.job_id for run in runs if run.outcome == "started"]
    assert sorted(jobs) == sorted(Job.objects.values_list("pk", flat=True))
    for schedule in Schedule.objects.all():
        assert schedule.next_due == NOON + timedelta(minutes=MINUTES + 1)
        assert Job.objects.filter(scheduled__schedule=schedule, state="pending").count() == 1
