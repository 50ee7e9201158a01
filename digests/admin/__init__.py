"""Digests in the Django admin: administrators read and change what readers chose; letters and editions are read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from community.admin_audit import AuditedAdmin
from community.models import Follow
from core.admin_lists import ReadOnly
from digests.models import Digest, DigestChoice, Edition, SavedSearch


@admin.register(DigestChoice)
class DigestChoiceAdmin(AuditedAdmin):
    """What others chose; that somebody wants none is under Mail → Choices of readers."""

    list_display = ["user", "rhythm", "language", "told_until"]
    list_filter = ["rhythm", "language"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "rhythm", "language", "told_until"]
    readonly_fields = ["user", "told_until"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Readers choose for themselves, or begin by following something."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnly, AuditedAdmin):
    list_display = ["name", "user", "listing", "notice"]
    list_filter = ["notice", "listing"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    show_full_result_count = False


@admin.register(Follow)
class FollowAdmin(ReadOnly, AuditedAdmin):
    list_display = ["user", "content_type", "object_id", "created_at"]
    list_select_related = ["user", "content_type"]
    search_fields = ["user__email"]
    fields = ["user", "content_type", "object_id", "created_at"]
    readonly_fields = ["user", "content_type", "object_id", "created_at"]
    show_full_result_count = False


@admin.register(Edition)
class EditionAdmin(ReadOnly, AuditedAdmin):
    """Written and approved on the desk."""

    list_display = ["period", "rhythm", "state", "approved_by", "sent_at"]
    list_filter = ["rhythm", "state"]
    list_select_related = ["approved_by"]


@admin.register(Digest)
class DigestAdmin(ReadOnly, AuditedAdmin):
    list_display = ["user", "edition", "search", "made_at"]
    list_select_related = ["user", "edition", "search"]
    search_fields = ["user__email"]
    fields = ["user", "edition", "search", "since", "items", "made_at"]
    readonly_fields = ["user", "edition", "search", "since", "items", "made_at"]
    show_full_result_count = False
