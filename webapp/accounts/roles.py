"""Roles: groups whose permissions follow from the models there are.

They are a rule, not rows: a kind that is added tomorrow is seen by readers at once.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Value

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
        _learn(user)
    found: set[str] = user._group_names  # noqa: SLF001 -- as Django keeps _perm_cache
    return found


def _learn(user: Any) -> None:
    """Read groups and permissions at once, and leave them where Django's backend looks.

    It would ask for the two sorts of permissions one after the other, on every page.
    """
    own = user.user_permissions.order_by().values_list(
        Value(""), "content_type__app_label", "codename"
    )
    names = ("name", "permissions__content_type__app_label", "permissions__codename")
    rows = list(own.union(user.groups.order_by().values_list(*names), all=True))
    user._group_names = {group for group, *_ in rows if group}  # noqa: SLF001 -- as above
    if not user.is_superuser:
        for kept, is_group in (("_user_perm_cache", False), ("_group_perm_cache", True)):
            said = {
                f"{app}.{verb}" for group, app, verb in rows if verb and bool(group) == is_group
            }
            setattr(user, kept, said)


def roles_of(user: Any) -> set[str]:
    """Return the names of a user's roles."""
    return groups_of(user) & ROLES.keys()
