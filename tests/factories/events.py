"""Learning events, and who comes to them."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.identity import email_key
from events.models import EventOrganiser, LearningEvent, Registration
from events.models.choices import EventStatus, RegistrationStatus
from tests.factories.community import UserFactory


class LearningEventFactory(DjangoModelFactory):
    """A published public event of two hours in the summer of 2027, that anyone may register for.

    `organiser=user` makes that person its host.
    """

    class Meta:
        model = LearningEvent
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Learning event {n}")
    slug = factory.Sequence(lambda n: f"learning-event-{n}")
    status = EventStatus.PUBLISHED
    starts_at = datetime(2027, 6, 2, 13, 0, tzinfo=UTC)
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2) if event.starts_at else None)
    starts_on = factory.LazyAttribute(lambda event: event.starts_at.date())
    ends_on = factory.LazyAttribute(lambda event: event.ends_at.date() if event.ends_at else event.starts_on)
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def organiser(self, create, user, **kwargs):
        if create and user:
            EventOrganiser.objects.create(event=self, user=user)


class RegistrationFactory(DjangoModelFactory):
    """A confirmed participant with an account and a confirmed address."""

    class Meta:
        model = Registration

    event = factory.SubFactory(LearningEventFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Participant {n}")
    email = factory.LazyAttribute(
        lambda r: r.user.email if r.user else f"{r.name.replace(' ', '.').lower()}@example.org"
    )
    email_key = factory.LazyAttribute(lambda r: email_key(r.email))
    status = RegistrationStatus.CONFIRMED
    queue_number = factory.Sequence(lambda n: n + 1)
    address_confirmed_at = factory.LazyFunction(timezone.now)
