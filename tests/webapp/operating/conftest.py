"""What can be run, who may, and a real scrapyd that holds logs."""

import shutil

import pytest
from django.contrib.auth.models import Permission, User

from tests.daemon.server import PASSWORD, plain_project, scrapyd
from tests.webapp.conftest import logged_in
from webapp.crawls.models import Node, Spider

ARGUMENTS = [
    {"name": "url", "help": "where to begin", "required": True, "default": None, "type": "url"},
    {"name": "limit", "help": "stop there", "required": False, "default": "7", "type": "number"},
    {"name": "token", "help": "a key", "required": False, "default": None, "type": "text"},
]


@pytest.fixture
def spiders(sqlite_database):
    """A spider that declares its arguments, and one that does not."""
    shop = Spider.objects.create(
        project="default", name="shop", summary="A shop.", arguments=ARGUMENTS, declares=True
    )
    return shop, Spider.objects.create(project="default", name="free")


def person(name, *codenames):
    """Return a client that may look at jobs, and do what is named."""
    user = User.objects.create_user(name, is_staff=True)
    names = ("view_job", "view_node", "view_egg", *codenames)
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return logged_in(user)


@pytest.fixture(scope="module")
def node_process(tmp_path_factory, sqlite_template):
    """One scrapyd for the module, on a database of its own."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copyfile(sqlite_template, folder / "db.sqlite3")
    (folder / "var").mkdir()
    env = {"DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
    with scrapyd(plain_project(folder / "project"), folder / "var", env) as process:
        process.logs = folder / "var/scrapyd/logs"
        yield process


@pytest.fixture
def node(node_process, sqlite_database, settings):
    """The row of that scrapyd in this test's database."""
    settings.SCRAPYD_USERNAME, settings.SCRAPYD_PASSWORD = "ann", PASSWORD
    return Node.objects.create(
        name="node", address=node_process.url, host="here", pid=1, born=1, capacity=2
    )


@pytest.fixture
def write_log(node_process):
    """Write a job's log where its node has it."""

    def write(job, content):
        path = node_process.logs / job.project / job.spider / f"{job.jobid}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
