"""The admin of tokens."""

from webapp.accounts.admin.token import TokenAdmin

__all__ = ["TokenAdmin"]
