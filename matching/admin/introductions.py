"""Introductions with all that hangs on them, for the eyes of an administrator who has to settle something."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly
from matching.models import AskedByMail, BrokerTime, ExitAnswer, Introduction, RelayMessage


class Hanging(admin.TabularInline):
    """Rows that are only read, with the introduction they belong to."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Messages(Hanging):
    model = RelayMessage
    fields = ["side", "author_name", "text"]


class Times(Hanging):
    model = BrokerTime
    fields = ["on", "minutes", "by", "note"]


class Answers(Hanging):
    model = ExitAnswer
    fields = ["side", "answer", "helped"]


class Confidential(ReadOnly, AuditedAdmin):
    """Known to two sides and their broker: whoever else reads it is noted."""

    list_select_related = ["supply_institution"]
    search_fields = ["supply_institution__name"]

    def is_public(self, obj: Any) -> bool:
        return False

    def audited_as(self, obj: Any) -> tuple[Any, str]:
        return obj.supply_institution, str(obj._meta.verbose_name)


@admin.register(Introduction)
class IntroductionAdmin(Confidential):
    list_display = ["id", "supply_institution", "status", "asked_through", "asked_at", "answer_by", "is_demo"]
    list_filter = ["status", "asked_through", "is_demo"]
    inlines = [Messages, Times, Answers]


@admin.register(AskedByMail)
class AskedByMailAdmin(Confidential):
    list_display = ["id", "supply_institution", "created_at", "confirmed_at"]
