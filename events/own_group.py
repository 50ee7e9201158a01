"""The group of one participant, for the event's page and its reminders."""

from events.models import BreakoutGroup, Registration


def group_of(registration: Registration) -> BreakoutGroup | None:
    """With its question and agenda item; None for who has no place, at the event or in a group."""
    if not registration.is_seated:
        return None
    groups = BreakoutGroup.objects.select_related("question", "item", "facilitator", "rapporteur")
    return groups.filter(members__registration=registration).first()
