"""What the tests of the time after an event share: an event that is over, with people who were there."""

from datetime import UTC, datetime, timedelta

import time_machine

from events.models import DiscussionQuestion, Takeaway
from events.models.choices import EventStatus
from tests.factories import LearningEventFactory, RegistrationFactory

STARTS = datetime(2026, 6, 2, 13, tzinfo=UTC)


def held_event(**fields):
    """An event of two hours that is over."""
    fields = {"status": EventStatus.HELD, "starts_at": STARTS, "objective": "To learn from each other."} | fields
    return LearningEventFactory(**fields)


def days_after(days, event=None):
    """The clock, so many days after the event."""
    return time_machine.travel(STARTS + timedelta(days=days), tick=False)


def seat(event, count=1, **fields):
    return [RegistrationFactory(event=event, **fields) for _ in range(count)]


def question(event, text="Why do peers learn?", **fields):
    return DiscussionQuestion.objects.create(event=event, text=text, position=event.questions.count(), **fields)


def takeaway(event, title="Trust comes first", **fields):
    return Takeaway.objects.create(event=event, title=title, number=event.takeaways.count() + 1, **fields)
