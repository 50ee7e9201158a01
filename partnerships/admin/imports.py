"""Spreadsheets that were brought in: looked at and thrown away here, worked on in the portal."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly
from partnerships.admin.logs import LogAdmin
from partnerships.models import ImportedRecord, ImportJob


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnly, AuditedAdmin):
    list_display = ["created_at", "file_name", "status", "owner", "institution", "done_at"]
    list_filter = ["status"]
    list_select_related = ["owner", "institution"]
    search_fields = ["file_name__startswith", "sha256__exact"]
    fields = ["file_name", "status", "owner", "institution", "sha256", "headers", "mapping", "message", "done_at"]
    readonly_fields = ["sha256", "headers", "mapping", "message", "done_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportJob]:
        return super().get_queryset(request).without_content()  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: ImportJob | None = None) -> bool:
        return bool(request.user.is_staff)


@admin.register(ImportedRecord)
class ImportedRecordAdmin(LogAdmin):
    list_display = ["record", "imported_at"]
