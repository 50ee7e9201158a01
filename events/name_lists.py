"""Names are there for the event, not for ever: participants read them for a month, the hosts for three.

Afterwards only the counts remain to be seen.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from events.joining import opening_of
from events.models import LearningEvent

FOR_PARTICIPANTS = timedelta(days=30)
FOR_HOSTS = timedelta(days=90)


def participants_read_until(event: LearningEvent) -> datetime:
    return opening_of(event).closes_at + FOR_PARTICIPANTS


def hosts_read_until(event: LearningEvent) -> datetime:
    return opening_of(event).closes_at + FOR_HOSTS


def is_open_to_participants(event: LearningEvent) -> bool:
    return timezone.now() <= participants_read_until(event)


def is_open_to_hosts(event: LearningEvent) -> bool:
    return timezone.now() <= hosts_read_until(event)
