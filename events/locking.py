"""The one lock of an event: whoever changes who has a seat takes it first."""

from events.models import LearningEvent


def locked(event: LearningEvent) -> LearningEvent:
    """The event as it stands, kept from all other writers until the transaction ends."""
    return LearningEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
