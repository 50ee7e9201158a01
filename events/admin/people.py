"""Who comes, what happened to each place, and what the portal sends them by itself."""

from typing import Any

from django.contrib import admin
from django.db.models import Model

from community.admin_audit import AuditedAdmin
from core.admin_lists import ReadOnly
from events.admin.of_event import OfEvent
from events.models import CalendarFeed, Registration, RegistrationChange, Reminder


@admin.register(Registration)
class RegistrationAdmin(OfEvent):
    """Found by the whole address; the list names nobody."""

    list_display = ["number", "of", "status", "represents", "language", "created_at"]
    list_filter = ["status", "represents"]
    search_fields = ["email__iexact", "email_key__exact"]
    exclude = ["email_key"]
    is_private = True


@admin.register(RegistrationChange)
class RegistrationChangeAdmin(OfEvent):
    event_path = "registration__event"
    list_display = ["at", "of", "registration_id", "before", "after", "by", "seats_taken", "capacity"]
    list_filter = ["after", "by"]
    is_private = True


@admin.register(Reminder)
class ReminderAdmin(OfEvent):
    list_display = ["due_at", "of", "kind", "status", "settled_at", "mails"]
    list_filter = ["kind", "status"]


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ReadOnly, AuditedAdmin):
    """That a person has one; the secret is theirs."""

    list_display = ["pk", "user", "created_at", "updated_at"]
    list_select_related = ["user"]
    search_fields = ["user__email__iexact"]
    fields = ["user", "created_at", "updated_at"]
    ordering = ["-pk"]
    sortable_by = ()

    def is_public(self, obj: Any) -> bool:
        return False

    def audited_as(self, obj: Any) -> tuple[Model, str]:
        return obj.user, str(obj._meta.verbose_name)
