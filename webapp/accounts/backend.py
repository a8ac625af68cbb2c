"""What a user may do: Django's permissions, and those of the roles."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from webapp.accounts.roles import groups_of, permissions_of, roles_of


class RoleBackend(ModelBackend):
    """Counts a role's permissions as those of the group of that name."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        groups_of(user_obj)  # reads both
        return set(super().get_user_permissions(user_obj, obj))

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_superuser and not groups_of(user_obj):
            return set()  # and Django need not ask
        found = set(super().get_group_permissions(user_obj, obj))
        return found if obj is not None else found | permissions_of(roles_of(user_obj))
