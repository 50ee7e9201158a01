"""Needs and offers that were opened, for who follows what they are about."""

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from core.models import Visibility
from digests import making
from matching.statements.kinds import KINDS
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters, told
from tests.factories import NeedFactory, OfferFactory, SectorFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db(transaction=True)
FACTORIES = {"need": NeedFactory, "offer": OfferFactory}


def opened(name, sectors=(), **fields):
    with time_machine.travel(WEDNESDAY, tick=False), transaction.atomic():
        statement = FACTORIES[name](**fields)
        statement.sectors.set(sectors)
    return statement


def make():
    with time_machine.travel(MONDAY, tick=False):
        making.make_for(WEEK)


@pytest.mark.parametrize("name", FACTORIES)
@pytest.mark.parametrize("what", ["all", "institution", "country", "sector"])
def test_who_follows_what_it_is_about_hears_of_it(follows, reader, name, what):
    sector = SectorFactory()
    statement = opened(name, [sector])
    institution = statement.institution
    subjects = {"all": None, "institution": institution, "country": institution.country, "sector": sector}
    follows(reader, f"all-{name}" if what == "all" else what, subjects[what])

    make()

    assert told() == {reader.email: [f"{name}:{statement.pk}"]}
    assert statement.get_absolute_url() in letters()[0].text


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "closed"}])
def test_what_is_not_open_is_no_news(follows, reader, fields):
    follows(reader, "all-need")
    opened("need", **fields)

    make()

    assert letters() == []


def test_what_is_for_members_is_told_to_members_alone(follows, reader):
    outsider = UserFactory()
    for person in (reader, outsider):
        follows(person, "all-offer")
    opened("offer", visibility=Visibility.COMMUNITY)

    make()

    assert [letter.recipient for letter in letters()] == [reader.email]


def test_a_search_among_them_can_be_kept(client):
    client.force_login(member_of(NeedFactory(problem="Audit findings").institution))

    for kind in KINDS.values():
        assert b'name="query"' in client.get(reverse(f"matching:{kind.plural}"), {"q": "audit"}).content
