"""What the lists of results share: found by their partnership, read here, written in the portal.

The words of evidence are derived, what both sides agreed to hangs on every letter, and what was approved or said
is never rewritten: a row changed here would pass all of that by. Opening what not everybody reads leaves a trace
in the log of the partnership.
"""

from functools import reduce
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly, TypedFilter
from core.models import Visibility
from partnerships.models import Partnership, PartnershipMember

DRAFT = _("(a private draft)")


def is_public_record(partnership: Partnership) -> bool:
    return partnership.visibility == Visibility.PUBLIC


class RecordFilter(TypedFilter):
    title = _("partnership")
    parameter_name = "partnership"
    source = PartnershipMember._meta.get_field("partnership")
    paths = ("partnership",)

    def narrow(self, queryset: QuerySet[Any], chosen: Partnership) -> QuerySet[Any]:
        ways = (queryset.filter(**{path: chosen}) for path in self.paths)
        return reduce(lambda one, other: one | other, ways)


def by_record(paths: tuple[str, ...]) -> type[RecordFilter]:
    """The filter for rows that reach their partnership by one of these paths."""
    return type("RecordFilter", (RecordFilter,), {"paths": paths})


class ReadHere(admin.TabularInline):
    """Rows that are only read on this page."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfRecord(ReadOnly, AuditedAdmin):
    """Rows that belong to a partnership. Lists say that they are there, not what is in them."""

    record_paths: tuple[str, ...] = ("partnership",)
    beside: list[str] = []  # foreign keys that the list shows, or asks, beside the partnership
    is_private = False  # whether only some of those who read the partnership may read a row
    ordering = ["-pk"]
    sortable_by = ()

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [by_record(self.record_paths), *self.list_filter]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related(*self.record_paths, *self.beside)
        return rows.defer(*(f"{path}__search" for path in self.record_paths))

    @admin.display(description="#")
    def row(self, row: Any) -> int:
        return int(row.pk)

    @admin.display(description=_("partnership"))
    def of(self, row: Any) -> str:
        record = self.record_of(row)
        return str(DRAFT) if record.visibility == Visibility.PRIVATE else record.title

    def record_of(self, row: Any) -> Partnership:
        for path in self.record_paths:
            found: Any = row
            for name in path.split("__"):
                found = getattr(found, name) if found is not None else None
            if found is not None:
                record: Partnership = found
                return record
        raise AttributeError(f"{row._meta.label} {row.pk} belongs to no partnership")

    def is_shown(self, row: Any) -> bool:
        """Whether everybody sees it once everybody sees the partnership."""
        return bool(row.visibility == Visibility.PUBLIC)

    def is_public(self, obj: Any) -> bool:
        return not self.is_private and is_public_record(self.record_of(obj)) and self.is_shown(obj)

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return self.record_of(obj), f"{obj._meta.verbose_name} {obj.pk}"
