"""Two or three peers side by side, how the order is worked out, and the address of a question."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Visibility
from matching.finder import peer_address
from matching.models import MatchWeights
from matching.profiles import refresh
from matching.scoring.asked import Asked, Asker
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    OfferFactory,
    SectorFactory,
    UserFactory,
    partnership_between,
)

pytestmark = pytest.mark.django_db
QUESTION = {"text": "Audit findings are repeated every year", "sector": "15111"}


@pytest.fixture
def audit():
    return SectorFactory(code="15111", category=SectorFactory(code="151"))


def offered(sector, **fields):
    offer = OfferFactory(**fields)
    offer.sectors.add(sector)
    return offer


def key(offer):
    return f"{offer.institution.slug}.{offer.pk}"


def compare(client, *keys, **further):
    refresh(None)
    return client.get(reverse("matching:peers_compare"), QUESTION | further | {"peer": keys})


def compared(page):
    return {peer.key for peer in page.context["compared"]}


def test_those_ticked_stand_side_by_side_criterion_by_criterion(client, audit):
    first, second, _other = (offered(audit) for _ in range(3))

    page = compare(client, key(first), key(second))

    assert compared(page) == {key(first), key(second)}
    assert [len(cells) for _criterion, cells in page.context["lines"]] == [2] * 12


def test_an_offer_and_who_might_be_asked_are_compared(client, audit):
    offer, institution = offered(audit), InstitutionFactory()
    record = partnership_between(InstitutionFactory(), institution, visibility=Visibility.PUBLIC)
    record.sectors.add(audit)

    assert compared(compare(client, key(offer), institution.slug)) == {key(offer), institution.slug}


def test_three_at_most(client, audit):
    offers = [offered(audit) for _ in range(4)]

    page = compare(client, *(key(offer) for offer in offers))

    assert compared(page) == {key(offer) for offer in offers[:3]}
    assert page.context["too_many"] is True


@pytest.mark.parametrize("keys", [(), ("nobody",), ("a.b",), ("x.99999999999999",), ("a b/..",)], ids=str)
def test_nobody_to_compare_is_said(client, audit, keys):
    page = compare(client, *keys)

    assert page.status_code == 200
    assert page.context["compared"] == []


def test_an_offer_for_members_is_not_compared_by_others(client, audit):
    offer = offered(audit, visibility=Visibility.COMMUNITY)

    assert compared(compare(client, key(offer))) == set()


def test_without_a_question_there_is_nothing_to_compare(client):
    answer = client.get(reverse("matching:peers_compare"), {"who": "Zambia"})

    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('matching:peers')}?who=Zambia")


def test_a_comparison_asks_as_much_of_the_database_for_three_as_for_one(client, audit):
    offers = [offered(audit) for _ in range(3)]
    compare(client, key(offers[0]))

    def queries(*keys):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("matching:peers_compare"), QUESTION | {"peer": keys})
        return len(captured)

    assert queries(key(offers[0])) == queries(*(key(offer) for offer in offers))


def test_the_weights_are_shown_with_all_their_versions(client):
    newest = MatchWeights.objects.current()
    MatchWeights.objects.create(
        number=newest.number + 1,
        demand=newest.demand,
        supply=newest.supply,
        reason="Nobody declined for the sector",
        created_by=UserFactory(role="administrator"),
    )

    page = client.get(reverse("matching:peers_how"))

    assert [version.number for version in page.context["versions"]] == [newest.number + 1, newest.number]
    assert "Nobody declined for the sector" in page.content.decode()
    shown = [weighed for _family, rows in page.context["families"] for weighed in rows]
    assert sum(weighed.demand for weighed in shown) == pytest.approx(100)


def test_the_address_of_a_question_asks_the_same(client, audit):
    institution = InstitutionFactory(country=CountryFactory())
    asked = Asked(
        text="Audit findings are repeated every year",
        who=Asker.at(institution),
        sectors=("15111",),
        languages=("en", "fr"),
        has_interpreter=True,
        forms=("twinning",),
        reform_stage=2.0,
        include_own_country=False,
        emphasis={"problem": 4, "time": 0},
    )

    address = peer_address(asked)
    page = client.get(address)

    assert page.context["form"].asked() == asked
    assert parse_qs(urlsplit(address).query)["institution"] == [institution.slug]
