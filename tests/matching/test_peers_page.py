"""The finder: two questions without an account, then people, each with what speaks for it and what is not known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Visibility
from matching.profiles import refresh
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    OfferFactory,
    SectorFactory,
    partnership_between,
)

pytestmark = pytest.mark.django_db
QUESTION = "Audit findings are repeated every year"


@pytest.fixture
def audit():
    return SectorFactory(code="15111", category=SectorFactory(code="151"))


def might_be_asked(sector, **fields):
    """An institution that shared its experience once, as public records tell."""
    institution = InstitutionFactory(**fields)
    record = partnership_between(InstitutionFactory(), institution, visibility=Visibility.PUBLIC)
    record.sectors.add(sector)
    return institution


def offered(sector, **fields):
    offer = OfferFactory(**fields)
    offer.sectors.add(sector)
    return offer


def ask(client, **question):
    refresh(None)
    return client.get(reverse("matching:peers"), {"text": QUESTION, "sector": "15111", **question})


def found(page):
    both = page.context["found"]
    return [peer.institution for peer in both.offers], [peer.institution for peer in both.others]


def test_the_door_asks_two_questions(client):
    page = client.get(reverse("matching:peers"))

    assert page.status_code == 200
    assert [field.name for field in page.context["form"].visible_fields()][:2] == ["text", "who"]
    assert "found" not in page.context


def test_the_door_knows_the_institution_of_a_member(client):
    membership = MembershipFactory()
    client.force_login(membership.user)

    page = client.get(reverse("matching:peers"))

    assert page.context["form"].initial["institution"] == membership.institution.slug


def test_who_might_be_asked_stands_apart_from_offers(client, audit):
    asked, offer = might_be_asked(audit), offered(audit)

    page = ask(client)

    assert found(page) == ([offer.institution], [asked])
    assert "being listed here is no consent" in page.content.decode()


def test_an_offer_for_members_is_not_shown_to_others(client, audit):
    offered(audit, visibility=Visibility.COMMUNITY)

    assert found(ask(client)) == ([], [])


def test_a_peer_in_ones_own_country_is_marked(client, audit):
    home = CountryFactory(name_en="Zambia")
    might_be_asked(audit, country=home)

    page = ask(client, who="zambia")

    assert page.context["who"].country == home
    assert "In your country" in page.content.decode()


def test_peers_at_home_are_left_out_where_they_are_not_wanted(client, audit):
    home = CountryFactory(name_en="Zambia")
    might_be_asked(audit, country=home)

    assert found(ask(client, who="Zambia", abroad="on")) == ([], [])


def test_an_institution_named_exactly_is_who_asks(client, audit):
    own = InstitutionFactory(name="Office of the Auditor General")

    page = ask(client, who="office of the auditor general")

    assert page.context["who"].institution == own
    assert page.context["form"]["institution"].value() == own.slug


def test_between_institutions_of_one_name_the_reader_chooses(client, audit):
    here, there = CountryFactory(), CountryFactory(north=True)
    first, second = (InstitutionFactory(name="Audit Office", country=country) for country in (here, there))

    page = ask(client, who="Audit Office")

    choices = page.context["candidates"]
    assert {each for each, _query in choices} == {first, second}
    chosen = client.get(f"{reverse('matching:peers')}?{choices[0][1]}")
    assert chosen.context["who"].institution == choices[0][0]
    assert chosen.context["form"]["text"].value() == QUESTION


def test_a_name_typed_over_the_chosen_one_counts(client, audit):
    old, new = InstitutionFactory(name="Audit Office"), InstitutionFactory(name="Statistics Bureau")

    page = ask(client, who="Statistics Bureau", institution=old.slug)

    assert page.context["who"].institution == new


def test_who_is_not_in_the_register_is_asked_for_a_country(client, audit):
    peer = might_be_asked(audit)

    page = ask(client, who="Qqxx Zzyy")

    assert found(page) == ([], [peer])
    assert page.context["who"].is_unknown
    assert 'name="country"' in page.content.decode()


def test_an_empty_question_that_was_sent_is_told_what_is_missing(client):
    page = client.get("/en/peers/", {"text": "", "who": ""})

    assert (page.status_code, "Say in a sentence or two what you are trying to change." in page.text) == (200, True)


def test_the_door_leads_to_what_others_need_and_offer(client):
    page = client.get("/en/peers/").text

    assert [f'href="/en/{name}/"' in page for name in ("offers", "needs")] == [True, True]


def test_without_a_problem_the_page_says_what_is_missing_and_keeps_the_rest(client):
    page = client.get(reverse("matching:peers"), {"text": "", "who": "Qqxx", "languages": ["en", "fr"]})

    assert page.context["form"].errors == {"text": ["Say in a sentence or two what you are trying to change."]}
    assert page.context["form"]["who"].value() == "Qqxx"
    assert page.context["filters"] == [("languages", "en"), ("languages", "fr")]


@pytest.mark.parametrize(
    "bad",
    [
        {"sector": "99"},
        {"languages": "qq"},
        {"m_problem": "9"},
        {"m_problem": "NaN"},
        {"text": "x" * 601},
        {"who": "x" * 300},
        {"institution": "a b/c"},
        {"country": "QQ"},
        {"kind": "king"},
        {"stage": "1e400"},
        {"target": "16.99"},
    ],
    ids=str,
)
def test_what_nobody_can_mean_is_no_fault_of_ours(client, audit, bad):
    assert ask(client, **bad).status_code == 200


def test_the_page_asks_as_much_of_the_database_for_ten_peers_as_for_one(client, audit):
    def queries():
        refresh(None)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("matching:peers"), {"text": QUESTION, "sector": "15111", "all": "1"})
        return page.context["found"].count, len(captured)

    def another():
        might_be_asked(audit, country=CountryFactory())
        offered(audit)

    another()
    queries()  # what the process remembers is read once
    one = queries()
    for _ in range(9):
        another()

    assert one[0] == 2
    assert queries() == (20, one[1])


@pytest.mark.parametrize(
    "unknown",
    [{"sector": "99999"}, {"m_problem": "9"}, {"kind": "king"}, {"target": "99.9", "stage": "7", "form": "none"}],
    ids=str,
)
def test_a_filter_that_is_not_known_is_left_out_and_the_rest_is_answered(client, audit, unknown):
    peer = might_be_asked(audit)
    refresh(None)

    page = client.get(reverse("matching:peers"), {"text": QUESTION, "sector": "15111", **unknown, "languages": "en"})

    known = {} if "sector" in unknown else {"sector": "15111"}
    assert sorted(page.context["left_out"]) == sorted(unknown)
    assert dict(page.context["kept"]) == {"text": QUESTION, "languages": "en", **known}
    assert [each.institution for each in page.context["found"].others] == ([peer] if known else [])


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Cadastral Bureau Zambia", "ZM"),
        ("Bureau of Guinea-Bissau", "GW"),
        ("Zambian women", None),
        ("Bureau du cadastre, zambie", "ZM"),
    ],
)
def test_a_name_that_is_not_listed_says_in_which_country_it_is(client, typed, place):
    CountryFactory(iso2="ZM", name_en="Zambia", name_fr="Zambie")
    CountryFactory(iso2="GN", name_en="Guinea")
    CountryFactory(iso2="GW", name_en="Guinea-Bissau")
    CountryFactory(iso2="OM", name_en="Oman")

    who = client.get(reverse("matching:peers"), {"text": QUESTION, "who": typed}).context["who"]

    assert (who.country and who.country.iso2, who.is_unlisted, who.is_unknown) == (place, bool(place), not place)
