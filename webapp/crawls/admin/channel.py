"""Channels: where alerts go. A webhook's address is written here and never shown again."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from webapp.crawls.admin.bigtable import BigTableAdmin
from webapp.crawls.admin.text import short
from webapp.crawls.alerts.delivering import DeliveryError, send
from webapp.crawls.alerts.wording import trial
from webapp.crawls.models import Channel

MOST_TESTED = 5  # at once: each may take ten seconds


class ChannelForm(forms.ModelForm[Channel]):
    """Keeps a stored address when the field is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("webhook"):
            field.widget = forms.PasswordInput(
                attrs={"autocomplete": "new-password", "class": "vTextField"}
            )
            if self.instance.webhook:
                kept = f"One is stored for {self.instance.masked}: leave this empty to keep it."
                field.help_text = f"{kept} {field.help_text}"

    def clean_webhook(self) -> str:
        """Return the new address, or the stored one."""
        return self.cleaned_data["webhook"].strip() or self.instance.webhook


@admin.register(Channel)
class ChannelAdmin(BigTableAdmin[Channel]):
    form = ChannelForm
    list_display = ("title", "sort", "where", "enabled")
    list_filter = ("sort", "enabled")
    search_fields = ("name", "mail_to")
    search_help_text = "Name or mail address"
    sortable_by = ()
    actions = ("test",)
    fields: ClassVar = ("name", "sort", "mail_to", "webhook", "enabled")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who may only look sees where it leads, not the address."""
        shown: tuple[str, ...] = self.fields
        if self.has_change_permission(request, obj):
            return shown
        return tuple("where" if name == "webhook" else name for name in shown)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("where",)

    @admin.display(description="name")
    def title(self, channel: Channel) -> str:
        return short(channel.name, 60)

    @admin.display(description="where to")
    def where(self, channel: Channel) -> str:
        return short(channel.masked, 80)

    def has_test_permission(self, request: HttpRequest) -> bool:
        """Say whether a person may send: who may change channels."""
        return request.user.has_perm("crawls.change_channel")

    @admin.action(description="Send a test message", permissions=["test"])
    def test(self, request: HttpRequest, channels: QuerySet[Channel]) -> None:
        for channel in channels[:MOST_TESTED]:
            try:
                send(channel, trial(channel))
            except DeliveryError as error:
                self.message_user(request, f"{channel}: {error}.", messages.ERROR)
            else:
                self.log_change(request, channel, "Sent a test message.")
                self.message_user(request, f"{channel}: a test message is sent.")
