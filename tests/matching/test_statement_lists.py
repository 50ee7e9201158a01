"""Lists of needs and offers, and what stands of them on other pages."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse

from community.merging import merge_institutions
from community.models import User
from community.services.people import anonymise
from core.models import Visibility
from matching.models import Need, Offer, PeerProfile
from matching.profiles import refresh
from matching.statements import personal_data, tallying
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    IntroductionFactory,
    NeedFactory,
    OfferFactory,
    SectorFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(tallying._kept, "seconds", 0)


def listed(client, name, **asked):
    return client.get(reverse(f"matching:{name}s"), asked)


def found(client, name, **asked):
    return [each.pk for each in listed(client, name, **asked).context["page"].items]


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# --- Finding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "factory"), [("need", NeedFactory), ("offer", OfferFactory)])
def test_only_what_is_open_and_shown_is_listed_and_counted(client, name, factory):
    shown = factory()
    members = factory(visibility=Visibility.COMMUNITY)
    for status in ("draft", "closed"):
        factory(status=status)

    answer = listed(client, name)
    assert ([each.pk for each in answer.context["page"].items], answer.context["found"]) == ([shown.pk], 1)

    client.force_login(member_of(InstitutionFactory()))
    answer = listed(client, name)
    assert ([each.pk for each in answer.context["page"].items], answer.context["found"]) == ([members.pk, shown.pk], 2)


def sought():
    kenya = CountryFactory()
    sweden = CountryFactory(north=True)
    category = SectorFactory(code="160", name_en="Other social")
    purpose = SectorFactory(category=category)
    need = NeedFactory(
        problem="Les recensements sont trop lents",
        language="fr",
        languages=["fr"],
        forms=["twinning"],
        institution=InstitutionFactory(name="Bureau des Nombres", country=kenya),
    )
    need.sectors.set([purpose])
    NeedFactory(institution=InstitutionFactory(country=sweden))
    return need


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "recensement lent"},
        {"q": "bureau nombres"},
        {"sector": "16062"},
        {"sector": "160"},
        {"country": "ke"},
        {"region": "014"},
        {"language": "fr"},
        {"form": "twinning"},
    ],
)
def test_filters_find_one_of_two(client, asked):
    need = sought()

    assert found(client, "need", **asked) == [need.pk]


@pytest.mark.parametrize("asked", [{"sector": "99999"}, {"country": "zz"}, {"form": "nothing"}, {"q": "(((&|!"}])
def test_what_nobody_knows_finds_nothing(client, asked):
    sought()

    assert found(client, "need", **asked) == []


def test_each_filter_says_how_many(client):
    sought()

    facets = {each["name"]: each["options"] for each in listed(client, "need").context["facets"]}

    assert {name: [(each["value"], each["count"]) for each in options] for name, options in facets.items()} == {
        "region": [("014", 1), ("154", 1)],
        "country": [("KE", 1), ("SE", 1)],
    }


@pytest.mark.parametrize("name", ["need", "offer"])
def test_the_list_takes_as_many_queries_for_ten_as_for_one(client, name, django_assert_num_queries):
    factory = NeedFactory if name == "need" else OfferFactory
    factory()
    with django_assert_num_queries(4 if name == "offer" else 3):
        listed(client, name)

    factory.create_batch(9)

    with django_assert_num_queries(4 if name == "offer" else 3):
        listed(client, name)


def test_places_are_counted_down_by_what_is_under_way(client):
    offer = OfferFactory(at_once=2)
    IntroductionFactory(offer=offer, supply_institution=offer.institution, status="sent")

    html = client.get(offer.get_absolute_url()).content.decode()

    assert "1 of 2 places free" in html
    assert "1 of 2 places free" in listed(client, "offer").content.decode()


def test_the_feed_tells_the_newest_and_nothing_invented(client):
    need = NeedFactory(problem="Herds are counted twice")
    NeedFactory(problem="An invented one", is_demo=True)
    NeedFactory(problem="For members", visibility=Visibility.COMMUNITY)

    text = client.get(reverse("matching:need_feed")).content.decode()

    assert text.count("<entry>") == 1
    assert need.get_absolute_url() in text


# --- Files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["need", "offer"])
def test_members_take_along_what_is_their_own(client, name):
    home = InstitutionFactory()
    factory = NeedFactory if name == "need" else OfferFactory
    own, _other = factory(institution=home), factory()
    factory(institution=home, is_demo=True)
    client.force_login(member_of(home))

    rows = json.loads(body(client.get(reverse(f"matching:{name}_export", args=["json"]))))["results"]

    assert [row["url"].rsplit("/", 2)[1] for row in rows] == [str(own.pk)]


def test_the_secretariat_takes_along_all_that_the_list_shows(client):
    shown = {NeedFactory().pk, NeedFactory(visibility=Visibility.COMMUNITY).pk}
    NeedFactory(status="draft")
    client.force_login(UserFactory(role=User.Role.EDITOR))

    rows = json.loads(body(client.get(reverse("matching:need_export", args=["json"]))))["results"]

    assert {int(row["url"].rsplit("/", 2)[1]) for row in rows} == shown == set(found(client, "need"))


def test_every_form_of_the_file_tells_the_same(client):
    offer = OfferFactory(languages=["en", "fr"], expertise="=1+1 is what we count")
    offer.sectors.set([SectorFactory()])
    client.force_login(UserFactory(role=User.Role.EDITOR))

    files = {form: body(client.get(reverse("matching:offer_export", args=[form]))) for form in ("csv", "xlsx", "json")}

    [as_json] = json.loads(files["json"])["results"]
    [as_csv] = csv.DictReader(StringIO(files["csv"].decode()))
    sheet = openpyxl.load_workbook(BytesIO(files["xlsx"])).active
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert (as_json["languages"], as_csv["languages"]) == (["en", "fr"], "en; fr")
    assert as_csv["expertise"] == dict(zip(header, row, strict=True))["expertise"] == "'=1+1 is what we count"
    assert list(as_csv) == header == list(as_json)


def test_there_is_no_other_form(client):
    client.force_login(member_of(InstitutionFactory()))

    assert client.get(reverse("matching:need_export", args=["pdf"])).status_code == 404


# --- Elsewhere --------------------------------------------------------------------------------------


def test_the_page_of_an_institution_tells_what_it_needs_and_offers(client):
    need = NeedFactory()
    hidden = OfferFactory(institution=need.institution, status="draft")

    html = client.get(need.institution.get_absolute_url()).content.decode()

    assert need.get_absolute_url() in html
    assert hidden.get_absolute_url() not in html


def test_the_page_of_a_country_leads_to_all_of_them(client):
    country = CountryFactory()
    NeedFactory.create_batch(6, institution=InstitutionFactory(country=country))

    html = client.get(country.get_absolute_url()).content.decode()

    assert f"{reverse('matching:needs')}?country=KE" in html


def test_our_own_page_holds_drafts_and_what_is_closed(client):
    home = InstitutionFactory()
    client.force_login(member_of(home))
    closed, draft = NeedFactory(institution=home, status="closed"), NeedFactory(institution=home, status="draft")
    NeedFactory()

    groups = client.get(reverse("matching:own_statements")).context["groups"]

    assert [each.pk for each in groups[0]["rows"]] == [draft.pk, closed.pk]


def test_merging_institutions_keeps_what_both_said(client):
    keep, drop = InstitutionFactory(), InstitutionFactory()
    need, offer = NeedFactory(institution=keep), OfferFactory(institution=drop)
    need.exclusions.set([drop])
    refresh([keep.pk, drop.pk])

    merge_institutions(keep=keep, drop=drop, by=UserFactory(role=User.Role.ADMINISTRATOR))

    assert (Need.objects.get().institution, Offer.objects.get().institution) == (keep, keep)
    assert list(need.exclusions.all()) == []
    assert [profile.offer_id for profile in PeerProfile.objects.filter(institution=keep)] == [offer.pk]


def test_an_account_that_is_erased_leaves_what_was_said_for_the_institution(client):
    home = InstitutionFactory()
    person = member_of(home)
    need = NeedFactory(institution=home, recorded_by=person)

    anonymise(user=person, by=person)

    need.refresh_from_db()
    assert need.recorded_by is None


def test_who_entered_something_reads_what_that_was():
    need = NeedFactory(recorded_by=UserFactory())
    NeedFactory(recorded_by=UserFactory())

    assert personal_data.tell(need.recorded_by) == {
        "needs": [{"problem": need.problem, "institution": need.institution.name, "status": "open"}],
        "offers": [],
    }


def test_who_passes_by_an_offer_is_led_to_the_finder(client):
    html = client.get(OfferFactory().get_absolute_url()).content.decode()

    assert f'href="{reverse("matching:peers")}">Find a peer</a></p>' in html


def test_a_member_asks_for_an_introduction_to_an_offer_from_an_own_need(client):
    offer, need = OfferFactory(), NeedFactory()
    client.force_login(member_of(need.institution))

    html = client.get(offer.get_absolute_url()).content.decode()

    ask = reverse("matching:introduction_ask", args=[need.pk, offer.institution.slug])
    assert f"{ask}?offer={offer.pk}" in html


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_of_an_institution_takes_as_many_queries_for_ten(client, count, django_assert_max_num_queries):
    home = InstitutionFactory()
    NeedFactory.create_batch(count, institution=home)
    OfferFactory.create_batch(count, institution=home)

    with django_assert_max_num_queries(30):
        client.get(home.get_absolute_url())
