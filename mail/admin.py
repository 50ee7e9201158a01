"""The outbox as the people on duty see it: everything to read, nothing to rewrite, and one button to try again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.registry import mail_kinds, mail_purposes
from mail import services
from mail.models import Bounce, MailPreference, Message, OutboxPause, Suppression


class PurposeFilter(admin.SimpleListFilter):
    """The registered purposes, so that the list need not look for them in a long table."""

    title = _("purpose")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(purpose.name, purpose.label) for purpose in mail_purposes()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.label) for kind in mail_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[MailPreference]) -> QuerySet[MailPreference]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the portal writes down itself."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "recipient", "purpose", "status", "due_at", "attempts", "sent_at", "short_error"]
    list_filter = ["status", PurposeFilter, "language"]
    search_fields = ["recipient__startswith", "message_id__exact"]
    search_help_text = _("The beginning of an address in small letters, or a whole Message-ID")
    ordering = ["-pk"]
    actions = ["try_again"]
    fields = [
        ("purpose", "period"),
        ("recipient", "language", "time_zone"),
        ("status", "attempts"),
        ("due_at", "not_after", "tried_since", "claimed_at", "sent_at"),
        "last_error",
        "message_id",
        ("sender", "digest"),
        "headers",
        "subject",
        "text",
    ]
    readonly_fields = ["claimed_at", "tried_since"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer("html")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "outbox": Message.objects.state()})

    @admin.display(description=_("why not"))
    def short_error(self, message: Message) -> str:
        return message.last_error[:80]

    @admin.action(description=_("Try again now"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = services.try_again(queryset)
        text = ngettext("%d message will be tried again.", "%d messages will be tried again.", count) % count
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ["address", "since", "hard_failures", "reason", "lifted_at", "lifted_by"]
    list_filter = [("since", admin.EmptyFieldListFilter)]
    search_fields = ["address__startswith"]
    actions = ["lift"]

    @admin.action(description=_("Write to these addresses again"))
    def lift(self, request: HttpRequest, queryset: QuerySet[Suppression]) -> None:
        count = services.lift_suppression(queryset, by=str(request.user))
        text = ngettext("%d address gets mail again.", "%d addresses get mail again.", count) % count
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)


@admin.register(Bounce)
class BounceAdmin(ReadOnlyAdmin):
    list_display = ["address", "is_hard", "answer", "noted_at"]
    list_filter = ["is_hard"]
    search_fields = ["address__startswith"]


@admin.register(MailPreference)
class MailPreferenceAdmin(ReadOnlyAdmin):
    list_display = ["address", "kind", "choice", "updated_at"]
    list_filter = ["choice", KindFilter]
    search_fields = ["address__startswith"]


@admin.register(OutboxPause)
class OutboxPauseAdmin(ReadOnlyAdmin):
    list_display = ["reason", "started_at", "started_by", "ended_at", "ended_by"]
