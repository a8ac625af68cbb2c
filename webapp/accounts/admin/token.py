"""Tokens: made here, shown once, and let go of."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html

from webapp.accounts.models import Scope, Token
from webapp.crawls.admin.bigtable import BigTableAdmin


class TokenForm(forms.ModelForm[Token]):
    """Scopes as boxes to tick."""

    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=Scope.values
    )


@admin.register(Token)
class TokenAdmin(BigTableAdmin[Token]):
    form = TokenForm
    list_display = ("name", "user", "begin", "scopes_shown", "created", "expires", "last_used")
    list_filter = (("expires", admin.EmptyFieldListFilter),)
    list_reads = ("scopes",)
    list_select_related = ("user",)
    search_fields = ("name", "begin", "user__username")
    autocomplete_fields = ("user",)
    readonly_fields = ("begin", "created", "last_used")

    @admin.display(description="scopes")
    def scopes_shown(self, row: Token) -> str:
        return ", ".join(map(str, row.scopes)) or "none"

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        secret = None if change else obj.make_secret()
        super().save_model(request, obj, form, change)
        if secret:
            said = "The token, shown this once: {}. Copy it now; only a digest of it is kept."
            shown = format_html('<code class="secret">{}</code>', secret)
            messages.warning(request, format_html(said, shown))
