"""The event at an address, or at one it bore before."""

from typing import Any

from django.http import Http404

from events.models import LearningEvent, LearningEventFormerSlug


def event_at(request: Any, slug: str) -> LearningEvent:
    """Raises Http404 alike for what is missing and for what this person may not see."""
    visible = LearningEvent.objects.visible_to(request.user).select_related("series", "follows")
    found = visible.filter(slug=slug).first()
    if found is None:
        former = LearningEventFormerSlug.objects.filter(slug=slug).values("event")
        found = visible.filter(pk__in=former).first()
    if found is None:
        raise Http404
    return found
