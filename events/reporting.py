"""Which event a report of a problem is about, and which institutions answer for it."""

from typing import Any

from events.models import EventHost, LearningEvent
from events.models.choices import EventStatus


def find_event(kwargs: dict[str, Any], user: Any) -> tuple[LearningEvent, list[int]] | None:
    """With those that hold it; None for what this person may not see, and for a draft, which is its hosts' alone."""
    visible = LearningEvent.objects.visible_to(user).exclude(status=EventStatus.DRAFT)
    found = visible.filter(slug=kwargs["slug"]).first()
    if found is None:
        return None
    return found, sorted(EventHost.objects.filter(event=found).values_list("institution_id", flat=True))
