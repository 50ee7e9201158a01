"""Groups, who is in them, and what they noted; opening the notes leaves a trace in the event's log."""

from django.contrib import admin

from events.admin.of_event import OfEvent
from events.models import BreakoutGroup, BreakoutNote, BreakoutPlace


@admin.register(BreakoutGroup)
class BreakoutGroupAdmin(OfEvent):
    list_display = ["number", "topic", "of", "places", "notes_for"]
    list_filter = ["notes_for"]
    search_fields = ["topic"]


@admin.register(BreakoutPlace)
class BreakoutPlaceAdmin(OfEvent):
    """Who takes part is for participants."""

    event_path = "group__event"
    list_display = ["number", "of", "group", "by_hand"]
    is_private = True


@admin.register(BreakoutNote)
class BreakoutNoteAdmin(OfEvent):
    """Also those for the hosts alone: an administrator who must read them does it here, and the hosts can see it."""

    event_path = "group__event"
    list_display = ["number", "of", "notes_for", "updated_at"]
    list_filter = ["group__notes_for"]
    is_private = True

    @admin.display(description=BreakoutGroup._meta.get_field("notes_for").verbose_name)
    def notes_for(self, note: BreakoutNote) -> str:
        return note.group.get_notes_for_display()
