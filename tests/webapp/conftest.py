"""The site's pages: users and plain static files."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.test import Client

from tests.browser.conftest import browser

__all__ = ["browser"]

OURS = ("accounts", "catalog", "crawls")


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Tests have collected nothing: the manifest is not there."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    # whitenoise looks for the collected files at its start and warns
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Counts of big views are kept for a while: another test's rows are others."""
    cache.clear()


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def site_files(tmp_path_factory):
    """The VAR_DIR of served sites: their static files are collected once."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def root(sqlite_database):
    """A client that may do everything."""
    return logged_in(User.objects.create_superuser("root"))


@pytest.fixture
def viewer(sqlite_database):
    """A client that may look at everything of ours and change nothing."""
    return logged_in(staff("viewer", "view"))


def staff(name, *verbs):
    user = User.objects.create_user(name, is_staff=True)
    for verb in verbs:
        permissions = Permission.objects.filter(
            codename__startswith=f"{verb}_", content_type__app_label__in=OURS
        )
        user.user_permissions.add(*permissions)
    return user


@pytest.fixture
def reader(database):
    user = User.objects.create_user("reader")
    user.groups.add(Group.objects.get(name="reader"))
    return user
