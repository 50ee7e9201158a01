"""Who looks after what, and what was handed to whom: read in the admin, written by the portal."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly
from partnerships.admin.logs import LogAdmin
from partnerships.models import AwaitedWord, HandOver, Holding, PortfolioReport


@admin.register(Holding)
class HoldingAdmin(LogAdmin):
    list_display = ["number", "record", "institution", "holder", "created_at"]
    beside = ["institution", "holder"]

    @admin.display(description="#")
    def number(self, holding: Holding) -> int:
        return holding.pk


@admin.register(HandOver)
class HandOverAdmin(LogAdmin):
    list_display = ["handed_at", "record", "institution", "from_user", "to_user", "by"]
    beside = ["institution", "from_user", "to_user", "by"]


@admin.register(AwaitedWord)
class AwaitedWordAdmin(LogAdmin):
    list_display = ["number", "record", "institution"]
    beside = ["institution"]

    @admin.display(description="#")
    def number(self, word: AwaitedWord) -> int:
        return word.pk


@admin.register(PortfolioReport)
class PortfolioReportAdmin(AuditedAdmin, ReadOnly):
    """That a report was made, for whom and whether it went well; the document is its owner's."""

    list_display = ["created_at", "owner", "format", "status"]
    list_filter = ["status", "format"]
    list_select_related = ["owner"]
    fields = ["owner", "format", "language", "starts_on", "ends_on", "status", "error", "created_at"]
    ordering = ["-pk"]
    sortable_by = ()

    def is_public(self, obj: Any) -> bool:
        return False

    def audited_as(self, obj: Any) -> tuple[Any, str]:
        return obj.owner, str(obj._meta.verbose_name)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("partnership_ids", "institution_ids")
