"""Roles: groups whose permissions follow from the models there are.

They are a rule, not rows: a kind that is added tomorrow is seen by readers at once.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

LOOK = ("view",)
# By role and app: the verbs. None stands for every permission, those with names of their own too.
ROLES: dict[str, dict[str, tuple[str, ...] | None]] = {
    "reader": {"catalog": LOOK, "crawls": LOOK},
    "operator": {"catalog": LOOK, "crawls": None},
    "editor": {"catalog": None, "crawls": LOOK},
    "admin": dict.fromkeys(("catalog", "crawls", "accounts", "auth", "axes")),
}
# Who works in the admin needs no staff mark besides the role.
STAFF = frozenset({"operator", "editor", "admin"})


def permissions_of(roles: Iterable[str]) -> set[str]:
    """Return the permissions of roles as Django writes them: `app.verb_model`."""
    return {
        f"{app}.{codename}"
        for role in roles
        for app, verbs in ROLES.get(role, {}).items()
        for model in apps.get_app_config(app).get_models()
        for codename in _codenames(model, verbs)
    }


def _codenames(model: type[models.Model], verbs: tuple[str, ...] | None) -> list[str]:
    options = model._meta
    if verbs is not None:
        return [f"{verb}_{options.model_name}" for verb in verbs]
    own = [codename for codename, _ in options.permissions]
    return [*own, *(f"{verb}_{options.model_name}" for verb in options.default_permissions)]


def groups_of(user: Any) -> set[str]:
    """Return the names of a user's groups, read once for each request."""
    if not user.is_active or user.is_anonymous:
        return set()
    if not hasattr(user, "_group_names"):
        user._group_names = set(user.groups.values_list("name", flat=True))  # noqa: SLF001 -- as Django keeps _perm_cache
    found: set[str] = user._group_names  # noqa: SLF001 -- as above
    return found


def roles_of(user: Any) -> set[str]:
    """Return the names of a user's roles."""
    return groups_of(user) & ROLES.keys()
