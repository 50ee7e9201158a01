"""Outcomes in digests: once they are shown to more than the parties, and when others say whether it is so."""

from datetime import timedelta

import pytest
import time_machine

from core.models import Visibility
from digests import making
from partnerships.models.choices import Side
from partnerships.openings import revision_of as wording_of
from partnerships.services.openings import agree_to_open
from results.models import PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Verdict
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters, told
from tests.factories import HarvestedOutcomeFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = WEDNESDAY - timedelta(days=300)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def outcome():
    with time_machine.travel(LONG_AGO, tick=False):
        return HarvestedOutcomeFactory(partnership=partnership_between(), visibility=Visibility.PARTIES)


@pytest.fixture
def public(outcome):
    type(outcome).objects.update(visibility=Visibility.PUBLIC)
    outcome.refresh_from_db()
    return outcome


@time_machine.travel(WEDNESDAY, tick=False)
def agree_on_wednesday(outcome, *sides):
    for side in sides:
        focal_point = member_of(outcome.partnership.members.get(side=side).institution, role="focal_point")
        agree_to_open(item=outcome, to=Visibility.PUBLIC, revision=wording_of(outcome), by=focal_point)


@time_machine.travel(WEDNESDAY, tick=False)
def said_on_wednesday(outcome, verdict=Verdict.DISAGREE, comment="Only two ministries came.", **fields):
    offering = outcome.partnership.members.get(side=Side.SUPPLY).institution
    words = {"verdict": verdict, "comment": comment, "revision": outcome.revision} | fields
    return PartnerWord.objects.create(outcome=outcome, institution=offering, side=Side.SUPPLY, by_name="A", **words)


def test_outcome_is_told_once_both_sides_show_it(follows, reader, outcome):
    follows(reader, "partnership", outcome.partnership)
    agree_on_wednesday(outcome, Side.DEMAND, Side.SUPPLY)

    making.make_for(WEEK)

    assert told() == {reader.email: [f"outcome:{outcome.pk}"]}


def test_outcome_that_one_side_alone_would_show_is_told_to_nobody(follows, reader, outcome):
    follows(reader, "partnership", outcome.partnership)
    agree_on_wednesday(outcome, Side.DEMAND)

    assert making.make_for(WEEK).editions == 0


def test_disagreement_is_told_to_who_follows_the_outcome(follows, reader, public):
    follows(reader, "outcome", public)
    word = said_on_wednesday(public)

    making.make_for(WEEK)

    assert told() == {reader.email: [f"partner-word:{word.pk}"]}
    assert ": Disagree" in letters()[0].text


def test_who_answers_from_outside_is_not_named_in_a_letter(follows, reader, public):
    follows(reader, "outcome", public)
    with time_machine.travel(WEDNESDAY, tick=False):
        link = SubstantiationLink.objects.create(outcome=public, address="ama@example.org", name="Ama", office="Clerk")
        said = {"name": "Ama Mensah", "office": "Clerk", "verdict": Verdict.AGREE, "revision": public.revision}
        Substantiation.objects.create(outcome=public, link=link, **said)

    making.make_for(WEEK)

    text = letters()[0].text
    assert ("Somebody outside both sides: Agree" in text, "Ama" in text) == (True, False)


def test_what_was_said_to_other_words_is_told_to_nobody(follows, reader, public):
    follows(reader, "outcome", public)
    said_on_wednesday(public, revision="0" * 64)

    assert making.make_for(WEEK).editions == 0


@pytest.mark.parametrize(("visibility", "follows"), [(Visibility.PUBLIC, True), (Visibility.PARTIES, False)])
def test_an_outcome_is_followed_by_who_may_see_it(client, reader, outcome, visibility, follows):
    type(outcome).objects.update(visibility=visibility)
    client.force_login(reader)
    client.post("/en/follow/", {"what": "outcome", "key": str(outcome.pk)})

    assert reader.follows.exists() is follows
