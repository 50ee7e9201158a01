"""Two institutions of the register become one: what matching knows of them."""

import pytest
from django.utils import timezone

from community.merging import merge_institutions
from matching.models import Introduction, Match, PeerProfile
from matching.models.choices import DeclineReason, IntroductionStatus
from matching.profiles import refresh
from matching.suggesting import store_matches
from tests.factories import InstitutionFactory, IntroductionFactory, NeedFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    return InstitutionFactory(name="Court of Accounts")


@pytest.fixture
def drop():
    return InstitutionFactory(name="Accounts Court")


def merged(keep, drop):
    merge_institutions(keep=keep, drop=drop, by=UserFactory(role="administrator"))


@pytest.mark.parametrize("side", ["asks", "offers"])
def test_an_open_introduction_between_the_two_ends_and_says_why(keep, drop, side):
    asks, offers = (drop, keep) if side == "asks" else (keep, drop)
    name = asks.name
    introduction = IntroductionFactory(need__institution=asks, supply_institution=offers)
    merged(keep, drop)

    introduction.refresh_from_db()
    assert (
        introduction.status,
        introduction.declined_because,
        introduction.who_asks,
        introduction.supply_institution,
    ) == (
        IntroductionStatus.DECLINED,
        DeclineReason.OTHER,
        name,
        keep,
    )


def test_one_that_had_ended_stays_as_it_ended(keep, drop):
    ended = timezone.now()
    introduction = IntroductionFactory(
        need__institution=drop, supply_institution=keep, status=IntroductionStatus.EXPIRED, ended_at=ended
    )
    merged(keep, drop)

    introduction.refresh_from_db()
    assert (introduction.status, introduction.ended_at) == (IntroductionStatus.EXPIRED, ended)


def test_introductions_with_others_follow(keep, drop):
    asked = IntroductionFactory(need__institution=drop)
    offered = IntroductionFactory(supply_institution=drop)
    merged(keep, drop)

    assert Introduction.objects.get(pk=asked.pk).demand_institution == keep
    assert Introduction.objects.get(pk=offered.pk).supply_institution == keep


def test_a_need_is_not_matched_with_its_own_institution(keep, drop):
    need = NeedFactory(institution=keep, problem="Audit findings are repeated")
    OfferFactory(institution=drop, expertise="We follow up audit findings")
    refresh(None)
    store_matches(need)
    assert Match.objects.filter(need=need).count() == 1
    merged(keep, drop)

    assert not Match.objects.filter(need=need).exists()


def test_an_offer_that_moved_is_found_under_the_one_that_stays(keep, drop):
    offer = OfferFactory(institution=drop)
    refresh(None)
    merged(keep, drop)

    assert list(PeerProfile.objects.filter(offer=offer).values_list("institution", flat=True)) == [keep.pk]
