"""Django's admin, opened by roles as well as by the staff mark."""

from django.contrib.admin import apps


class RoleAdminConfig(apps.AdminConfig):
    """Puts our own door into the admin."""

    default_site = "webapp.accounts.adminsite.RoleAdminSite"
