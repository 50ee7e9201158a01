"""Advice that was kept, in the Django admin; only administrators come here, after their second step."""

from typing import Any

from django.contrib import admin

from advice.models import ModalityAdvice
from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly


@admin.register(ModalityAdvice)
class AdviceAdmin(ReadOnly, AuditedAdmin):
    """For an institution and the secretariat; whoever reads it here is noted."""

    list_display = ["id", "institution", "advised", "chosen", "came_of_it", "asked_at", "is_demo"]
    list_filter = ["advised", "chosen", "came_of_it", "is_demo"]
    list_select_related = ["institution"]
    search_fields = ["institution__name"]

    def is_public(self, obj: Any) -> bool:
        return False

    def audited_as(self, obj: Any) -> tuple[Any, str]:
        return obj.institution, str(obj._meta.verbose_name)
