"""What is kept of who may see: tokens of the API."""

from webapp.accounts.models.token import Scope, Token

__all__ = ["Scope", "Token"]
