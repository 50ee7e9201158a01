"""Learning events as entries of a feed: what everybody may read of them, and no way in."""

from django.utils.formats import date_format

from core.feeds import Entry
from events.models import LearningEvent


def entry(event: LearningEvent) -> Entry:
    facts = (date_format(event.starts_on), event.get_status_display(), event.get_format_display(), event.summary)
    return Entry(
        f"event/{event.pk}",
        event.title,
        event.get_absolute_url(),
        " · ".join(str(each) for each in facts if each),
        published=event.published_at or event.created_at,
        updated=event.updated_at,
    )
