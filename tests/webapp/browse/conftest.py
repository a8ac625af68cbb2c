"""Rows to browse: few, with ties, gaps and every sort of value."""

from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User

from tests.databases import copied_postgres, copied_sqlite
from tests.webapp.browse.shelf import fill_shelf
from tests.webapp.conftest import logged_in


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def shelf(request, tmp_path_factory, django_db_blocker):
    """Sixty books in four categories, on each database in turn: for tests that only look."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        opened = copied_sqlite(template, tmp_path_factory.mktemp("shelf"), django_db_blocker)
    else:
        template = request.getfixturevalue("postgres_template")
        server = request.getfixturevalue("postgres_server")
        opened = copied_postgres(server, template, django_db_blocker)
    with contextmanager(lambda: opened)():
        User.objects.create_superuser("root")
        yield fill_shelf(60)


@pytest.fixture
def own_shelf(database):
    """The same for one test that writes."""
    User.objects.create_superuser("root")
    return fill_shelf(60)


@pytest.fixture
def reader():
    """A client that may do everything, on the database that is connected."""
    user, _ = User.objects.get_or_create(username="root", is_superuser=True, is_staff=True)
    return logged_in(user)
