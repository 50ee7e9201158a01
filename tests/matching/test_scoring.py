"""What the score is made of: hard conditions, criteria, and two sides fused."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from core.models import Visibility
from matching.models import MatchWeights, PeerProfile, TellingWord
from matching.profiles import refresh
from matching.scoring.asked import Asked, Asker, asked_by
from matching.scoring.peers import best_peers
from matching.suggesting import AnyMember
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    NeedFactory,
    OfferFactory,
    SectorFactory,
    partnership_between,
)

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def audit():
    return SectorFactory(code="15111", category=SectorFactory(code="151"))


def asked(**fields):
    return Asked(**{"text": "", "sectors": ("15111",), **fields})


def found(question, **options):
    if not PeerProfile.objects.exists():
        refresh(None)
    return best_peers(question, ANYBODY, MatchWeights.objects.current(), **options)


def offer_in(sector, **fields):
    offer = OfferFactory(**fields)
    offer.sectors.add(sector)
    return offer


def test_two_sides_are_fused_by_their_harmonic_mean(audit):
    offer_in(audit)

    (peer,) = found(asked())

    assert peer.score == pytest.approx(2 / (1 / peer.score_demand + 1 / peer.score_supply))


def test_an_offer_in_nothing_that_was_asked_is_not_found(audit):
    OfferFactory()

    assert found(asked()) == []


def test_the_same_purpose_counts_more_than_the_same_category(audit):
    offer_in(audit)
    offer_in(SectorFactory(code="15125", category=audit.category))

    assert [peer.values["sector"] for peer in found(asked())] == [1.0, 0.6]


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"languages": ["fr"]}, {"languages": ("es",)}),
        ({"starts_on": date(2030, 1, 1)}, {"ends_on": date(2029, 1, 1)}),
        ({"ends_on": date(2020, 1, 1)}, {}),
        ({"visibility": Visibility.COMMUNITY}, {}),
        ({"status": "paused"}, {}),
    ],
    ids=["no common language", "it begins too late", "it is over", "for members", "paused"],
)
def test_what_cannot_be_is_not_found(audit, fields, question):
    offer_in(audit, **fields)

    assert found(asked(**question)) == []


@pytest.mark.parametrize("side", ["who asks", "who offers"])
def test_an_interpreter_bridges_two_languages(audit, side):
    offer_in(audit, languages=["fr"], has_interpreter=side == "who offers")

    (peer,) = found(asked(languages=("es",), has_interpreter=side == "who asks"))

    assert peer.values["language"] == 0.4


def test_official_languages_of_a_country_shut_nobody_out(audit):
    """Nobody at the institution said that they speak no other."""
    offer_in(audit, institution__country=CountryFactory(north=True, official_languages=["sv"]))

    (peer,) = found(asked(languages=("es",)))

    assert peer.values["language"] == 0.0


def test_an_institution_is_not_matched_with_itself(audit):
    offer = offer_in(audit)

    assert found(asked(who=Asker(institution_id=offer.institution_id))) == []


def test_neither_side_is_matched_with_whom_it_excluded(audit):
    need = NeedFactory()
    need.sectors.add(audit)
    offer, other = offer_in(audit), offer_in(audit)
    need.exclusions.add(offer.institution)
    other.exclusions.add(need.institution)

    assert found(asked_by(need)) == []


def test_who_might_be_asked_comes_after_offers_whatever_the_score(audit):
    record = partnership_between(InstitutionFactory(), InstitutionFactory(), visibility=Visibility.PUBLIC)
    record.sectors.add(audit)
    offer_in(audit)

    assert [peer.is_offer for peer in found(asked())] == [True, False]


def test_peers_at_home_come_first(audit):
    home = CountryFactory()
    offer_in(audit, institution__country=CountryFactory(north=True))
    here = offer_in(audit, institution__country=home)

    first, second = found(asked(who=Asker.in_country(home)))

    assert (first.is_domestic, second.is_domestic) == (True, False)
    assert PeerProfile.objects.get(pk=first.profile_id).offer == here


def test_peers_at_home_stay_away_where_they_are_not_wanted(audit):
    home = CountryFactory()
    offer_in(audit, institution__country=home)

    assert found(replace(asked(who=Asker.in_country(home)), include_own_country=False)) == []


def test_saying_what_matters_most_changes_the_order(audit):
    far = offer_in(audit, reform_stage="4")
    near = offer_in(SectorFactory(code="15125", category=audit.category), languages=["fr"])
    question = asked(languages=("fr",), reform_stage=3.0)
    by_problem = found(replace(question, emphasis={"problem": 4, "language": 0}))
    by_language = found(replace(question, emphasis={"problem": 0, "language": 4}))
    offers = {profile.pk: profile.offer for profile in PeerProfile.objects.offered()}

    assert [offers[peer.profile_id] for peer in by_problem] == [far, near]
    assert [offers[peer.profile_id] for peer in by_language] == [near, far]


def test_an_offer_for_members_does_not_hide_what_everybody_knows(audit):
    offer = offer_in(audit, visibility=Visibility.COMMUNITY)
    partnership_between(InstitutionFactory(), offer.institution, visibility=Visibility.PUBLIC).sectors.add(audit)
    refresh(None)

    (for_anybody,), (for_members,) = found(asked()), best_peers(asked(), AnyMember(), MatchWeights.objects.current())

    offers = dict(PeerProfile.objects.values_list("pk", "offer"))
    assert [offers[each.profile_id] for each in (for_anybody, for_members)] == [None, offer.pk]


def test_a_large_register_is_gathered_in_parts_to_the_same_rows(monkeypatch):
    offers = [OfferFactory(institution=InstitutionFactory(name=f"Office {number}")) for number in range(5)]
    refresh(None)
    at_once = _gathered()

    monkeypatch.setattr("matching.profiles.AT_ONCE", 2)
    refresh(None)

    assert len(offers) <= len(at_once[0])
    assert _gathered() == at_once


def _gathered():
    profiles = PeerProfile.objects.order_by("institution", "offer").values_list(
        "institution", "offer", "words", "track"
    )
    return list(profiles), set(TellingWord.objects.values_list("word", "profiles", "is_subject"))
