"""The audit log in the admin: read, never written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ["at", "actor_name", "action", "content_type", "object_id", "detail"]
    list_filter = ["action", "at", "content_type"]
    list_select_related = ["content_type"]
    search_fields = ["actor_name", "detail"]
    list_per_page = 100
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
