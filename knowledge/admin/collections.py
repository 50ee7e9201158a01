"""Collections: read here, and kept in the portal."""

from typing import Any

from django.contrib import admin
from django.db.models import Model

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly
from knowledge.models import Collection, CollectionItem
from knowledge.models.choices import CollectionAudience


@admin.register(Collection)
class CollectionAdmin(ReadOnly, AuditedAdmin):
    list_display = ["title", "slug", "audience", "updated_at", "is_demo"]
    list_filter = ["audience", "language", "is_demo"]
    search_fields = ["title", "slug"]
    ordering = ["-updated_at", "-pk"]
    sortable_by = ()
    exclude = ["search"]

    def is_public(self, obj: Any) -> bool:
        return obj.audience == CollectionAudience.PUBLIC


@admin.register(CollectionItem)
class CollectionItemAdmin(ReadOnly, AuditedAdmin):
    """What stands there may be for few, so it is not named here."""

    list_display = ["pk", "collection", "position", "created_at"]
    list_select_related = ["collection"]
    fields = ["collection", "position", "note", "created_at"]
    ordering = ["-pk"]
    sortable_by = ()

    def is_public(self, obj: Any) -> bool:
        return obj.collection.audience == CollectionAudience.PUBLIC

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return obj.collection, f"{obj._meta.verbose_name} {obj.pk}"
