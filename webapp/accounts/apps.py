"""Who may see and do what: roles, tokens, the login page, and the admin's door."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "webapp.accounts"
    verbose_name = "Accounts"
