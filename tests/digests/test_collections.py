"""Collections in digests: who follows one hears what is put into it, as far as they may read it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from digests import making
from knowledge.models import Collection
from knowledge.models.choices import Audience
from knowledge.services.collections import collect, save_collection
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters, told
from tests.factories import CollectionFactory, ResourceFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = WEDNESDAY - timedelta(days=30)


@pytest.fixture
def collection():
    with time_machine.travel(LONG_AGO, tick=False):
        return CollectionFactory(title="For auditors", holding=[])


@pytest.fixture
def put_in():
    """Something that was published long ago goes into a collection on Wednesday."""

    def call(collection, make=StoryFactory, **fields):
        with time_machine.travel(LONG_AGO, tick=False), transaction.atomic():
            piece = make(**fields)
        with time_machine.travel(WEDNESDAY + timedelta(hours=1), tick=False):
            subject = {"piece": getattr(piece, "piece_ptr", piece)}
            return collect(collection=collection, subject=subject, note="Why it is here.", by=UserFactory())

    return call


@time_machine.travel(MONDAY, tick=False)
def test_who_follows_a_collection_hears_what_is_put_into_it(reader, follows, collection, put_in):
    follows(reader, "collection", collection)
    mine = put_in(collection, title="The register")
    put_in(CollectionFactory())

    making.make_for(WEEK)

    assert told() == {reader.email: [f"collected:{mine.pk}"]}
    text = letters()[0].text
    assert [word in text for word in ("For auditors", "The register", "Why it is here.", "/collections/")] == [True] * 4


@time_machine.travel(MONDAY, tick=False)
def test_nobody_hears_of_what_they_may_not_read(reader, follows, collection, put_in):
    outsider = UserFactory(email="out@example.org")
    for person in (reader, outsider):
        follows(person, "collection", collection)
    for_members = put_in(collection, ResourceFactory, audience=Audience.COMMUNITY)

    making.make_for(WEEK)

    assert {address: keys for address, keys in told().items() if keys} == {
        reader.email: [f"collected:{for_members.pk}"]
    }


@time_machine.travel(MONDAY, tick=False)
def test_what_stood_in_it_when_it_was_opened_is_told_with_it(reader, follows, put_in):
    with time_machine.travel(LONG_AGO, tick=False):
        made = CollectionFactory(audience=Collection.Audience.SECRETARIAT)
    follows(reader, "collection", made)
    put_in(made)
    with time_machine.travel(WEDNESDAY + timedelta(hours=2), tick=False):
        made.audience = Collection.Audience.PUBLIC
        save_collection(collection=made, seen=made.version, by=UserFactory())

    making.make_for(WEEK)

    assert told() == {reader.email: [f"collection:{made.pk}"]}
