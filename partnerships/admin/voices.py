"""What the sides said by link and by correction: read in the admin, each reading noted, written by the portal alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partnerships.admin.logs import LogAdmin
from partnerships.models import Correction, CorrectionRemark, OwnWords, SideLink


class Said(LogAdmin):
    """The parties' own words, and the addresses of people without an account: never public."""

    def is_public(self, obj: Any) -> bool:
        return False


@admin.register(SideLink)
class SideLinkAdmin(Said):
    """That a link was sent, and what became of it; the link itself is nowhere, so nobody here can answer by it."""

    list_display = [
        "created_at",
        "record",
        "institution",
        "kind",
        "language",
        "answered_at",
        "replaced_at",
        "expires_at",
    ]
    list_filter = ["kind", "side", "language"]
    beside = ["institution"]


class Remarks(admin.TabularInline):
    model = CorrectionRemark
    fields = ["said_at", "institution", "by_name", "text"]
    readonly_fields = ["said_at", "institution", "by_name", "text"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("institution")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Correction)
class CorrectionAdmin(Said):
    list_display = ["created_at", "record", "institution", "field", "status", "decided_at"]
    list_filter = ["status", "side", "field"]
    beside = ["institution"]
    inlines = [Remarks]


@admin.register(OwnWords)
class OwnWordsAdmin(Said):
    list_display = ["said_at", "record", "institution"]
    beside = ["institution"]
