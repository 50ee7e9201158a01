"""Readers, and what is new for them."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from community.following import content_type_of
from community.models import Follow, Membership
from core.registry import followable
from digests.models import DigestChoice
from mail.models import Message
from tests.factories import InstitutionFactory, StoryFactory, UserFactory
from tests.mail.conftest import sink  # noqa: F401 - a fixture

WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)  # of week 47
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEEK = "2026-W47"


@pytest.fixture
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def follows():
    """Lets somebody follow a record, or with a name alone a whole kind; from Wednesday on."""

    def call(user, what, record=None):
        with time_machine.travel(WEDNESDAY, tick=False):
            kind = content_type_of(followable(what))
            return Follow.objects.create(user=user, content_type=kind, object_id=str(record.pk) if record else "")

    return call


@pytest.fixture
def story():
    """A story published on Wednesday; everyone may read it."""

    def call(**fields):
        sectors, countries = fields.pop("sectors", []), fields.pop("countries", [])
        with time_machine.travel(WEDNESDAY, tick=False), transaction.atomic():
            piece = StoryFactory(**fields)
        piece.sectors.set(sectors)
        piece.countries.set(countries)
        return piece

    return call


@pytest.fixture
def reader():
    """A verified member."""
    user = UserFactory(email="ada@example.org", name="Ada")
    Membership.objects.create(
        user=user, institution=InstitutionFactory(), status=Membership.Status.ACTIVE, decided_at=WEDNESDAY
    )
    return user


def letters(purpose="edition"):
    return list(Message.objects.filter(purpose=purpose).order_by("pk"))


def told(purpose="edition"):
    """Who was told what, by their addresses."""
    return {message.recipient: message.edition_digest.items for message in letters(purpose)}


def choose(user, **fields):
    return DigestChoice.objects.update_or_create(user=user, defaults={"told_until": WEDNESDAY.replace(day=11)} | fields)
