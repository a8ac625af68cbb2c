"""The Celery app: `celery -A webapp worker`. Tasks: webapp.crawls.tasks, webapp.catalog.tasks."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings
from kombu import Exchange, Queue
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

NAMES = ("fast", "slow")


def queue_name(name: str) -> str:
    """Return what a queue is called at the broker."""
    return f"{settings.CELERY_PREFIX}{name}"


def _queue(name: str) -> Queue:
    """Describe a queue; RabbitMQ keeps it on several machines where it has them."""
    called = queue_name(name)
    arguments = {"x-queue-type": "quorum"} if _is_rabbitmq() else None
    exchange = Exchange(called, type="direct")
    return Queue(called, exchange, routing_key=called, queue_arguments=arguments)


def _is_rabbitmq() -> bool:
    return settings.CELERY_BROKER_URL.startswith(("amqp", "pyamqp"))


def _options() -> dict[str, Any]:
    """Return what the kind of broker needs to be told."""
    url = settings.CELERY_BROKER_URL
    if _is_rabbitmq():
        # A publisher learns whether the broker has it.
        return {"confirm_publish": True}
    if url.startswith("filesystem"):
        folder = Path(settings.VAR_DIR) / "broker"
        for each in ("messages", "control"):
            (folder / each).mkdir(parents=True, exist_ok=True, mode=0o700)
        messages = str(folder / "messages")
        return {
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": str(folder / "control"),
        }
    # Redis gives a message again that nobody acknowledged for so many seconds: longer than any
    # task may take.
    return {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
        # What is given out and not acknowledged is one list for all queues.
        "global_keyprefix": settings.CELERY_PREFIX,
    }


TRANSPORT_ALIASES["filesystem"] = "webapp.filebroker:Transport"
app = Celery("webapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = [_queue(name) for name in NAMES]
app.conf.task_default_queue = queue_name("fast")
app.conf.broker_transport_options = _options()
app.autodiscover_tasks(["webapp.crawls", "webapp.catalog"])


@worker_process_init.connect
def _leave_group(**_: Any) -> None:
    """Let a signal to the whole group (Ctrl-C, honcho) reach the worker only, not its pool.

    The worker has its processes end what they do.
    """
    os.setpgid(0, 0)
