"""What the lists of an event's rows share: found by the event, read here, written in the portal.

The portal tells those concerned, counts seats and keeps the agenda free of overlaps; a row changed here would
pass all of that by.
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
from events.models import EventOrganiser, LearningEvent
from events.models.choices import EventStatus


def is_public_event(event: LearningEvent) -> bool:
    return event.visibility == Visibility.PUBLIC and event.status != EventStatus.DRAFT


class EventFilter(TypedFilter):
    title = _("event")
    parameter_name = "event"
    source = EventOrganiser._meta.get_field("event")
    path = "event"

    def narrow(self, queryset: QuerySet[Any], chosen: LearningEvent) -> QuerySet[Any]:
        return queryset.filter(**{self.path: chosen})


def by_event(path: str) -> type[EventFilter]:
    """The filter for rows that reach their event by this path."""
    return type("EventFilter", (EventFilter,), {"path": path})


class OfEvent(ReadOnly, AuditedAdmin):
    """Rows that belong to an event. Lists say that they are there, not what is in them."""

    event_path = "event"
    beside: list[str] = []  # foreign keys that the list shows beside the event
    too_long: list[str] = []  # columns that neither the list nor the page reads
    is_private = False  # whether only some of those who see the event may read a row
    ordering = ["-pk"]
    sortable_by = ()

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [by_event(self.event_path), *self.list_filter]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related(self.event_path, *self.beside)
        return rows.defer(*self.too_long)

    @admin.display(description="#")
    def number(self, row: Any) -> int:
        return int(row.pk)

    @admin.display(description=_("event"))
    def of(self, row: Any) -> LearningEvent:
        event: LearningEvent = reduce(getattr, self.event_path.split("__"), row)
        return event

    def is_public(self, obj: Any) -> bool:
        return not self.is_private and is_public_event(self.of(obj))

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return self.of(obj), f"{obj._meta.verbose_name} {obj.pk}"
