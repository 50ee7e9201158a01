"""The outbox as the people on duty see it: everything to read, nothing to rewrite, and one button to try again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.registry import mail_purposes
from mail import services
from mail.models import Message


class PurposeFilter(admin.SimpleListFilter):
    """The registered purposes, so that the list need not look for them in a long table."""

    title = _("purpose")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(purpose.name, purpose.label) for purpose in mail_purposes()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["subject", "recipient", "purpose", "status", "due_at", "attempts", "sent_at", "short_error"]
    list_filter = ["status", PurposeFilter, "language"]
    search_fields = ["recipient__startswith", "message_id__exact"]
    search_help_text = _("The beginning of an address in small letters, or a whole Message-ID")
    ordering = ["-pk"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["try_again"]
    fields = [
        ("purpose", "period"),
        ("recipient", "language", "time_zone"),
        ("status", "attempts"),
        ("due_at", "claimed_at", "sent_at"),
        "last_error",
        "message_id",
        "headers",
        "subject",
        "text",
    ]
    readonly_fields = ["claimed_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer("html")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    @admin.display(description=_("last error"))
    def short_error(self, message: Message) -> str:
        return message.last_error[:80]

    @admin.action(description=_("Try again now"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = services.try_again(queryset)
        text = ngettext("%d message will be tried again.", "%d messages will be tried again.", count) % count
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)
