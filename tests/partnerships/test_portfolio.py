"""What is mine: which records each tab holds, for whom, and how the page tells it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.models import Membership
from community.services import profile_of
from core.models import Visibility
from mail.models import Message
from partnerships.filters import Selection
from partnerships.models import AwaitedWord, Commitment, Correction, DonorReference, HandOver, SideLink, Terms
from partnerships.portfolio import rows
from partnerships.portfolio.tabs import TABS, Portfolio
from partnerships.services.holdings import hand_over, hold_partnership
from tests.factories import (
    InstitutionFactory,
    PartnershipFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db
STAFF = Membership.Role.STAFF
ADDRESS = "/en/portfolio/"


@pytest.fixture
def donor():
    return InstitutionFactory(name="Norrland Agency", kind="donor")


@pytest.fixture
def chief(donor):
    return member_of(donor, name="Frida Falk")


@pytest.fixture
def officer(donor, chief):
    return member_of(donor, STAFF, name="Dana Lind")


def titles(user, tab, **query):
    given = QueryDict(mutable=True)
    given.update(query)
    rows = Portfolio(user).rows(tab, Selection.read(given))
    return sorted(row.partnership.title if tab == "handed-over" else row.title for row in rows)


def say_what_we_stand_for(record, institution):
    said = {"leader": "A", "shared_values": "B", "commitment": "C", "made_on": timezone.localdate()}
    Commitment.objects.create(partnership=record, institution=institution, **said)


# --- Which records -------------------------------------------------------------------------------


def test_mine_is_what_i_hold_and_my_drafts(donor, officer, chief):
    held = partnership_between(supply=donor, title="Held")
    hold_partnership(partnership=held, institution=donor, holder=officer)
    partnership_between(supply=donor, title="Unheld")
    of_colleague = partnership_between(supply=donor, title="Of a colleague")
    hold_partnership(partnership=of_colleague, institution=donor, holder=member_of(donor, STAFF))
    PartnershipFactory(title="My draft", visibility=Visibility.PRIVATE, standing="one_side", created_by=officer)
    PartnershipFactory(title="Draft of another", visibility=Visibility.PRIVATE, standing="one_side", created_by=chief)

    assert titles(officer, "mine") == ["Held", "My draft"]
    assert titles(chief, "mine") == ["Draft of another", "Unheld"]


def test_staff_of_a_donor_without_focal_point_see_what_nobody_holds(donor):
    officer = member_of(donor, STAFF)
    partnership_between(supply=donor, title="Unheld")

    assert titles(officer, "mine") == ["Unheld"]


def test_who_left_the_institution_has_nothing_of_it(donor, officer):
    held = partnership_between(supply=donor, visibility="parties", standing="one_side")
    hold_partnership(partnership=held, institution=donor, holder=officer)
    officer.memberships.update(status="ended")

    assert {tab: titles(type(officer).objects.get(pk=officer.pk), tab) for tab in TABS} == {tab: [] for tab in TABS}


def test_due_is_a_missing_word_of_ours(donor, chief):
    waits_for_us = partnership_between(supply=donor, title="Ours is missing")
    AwaitedWord.objects.create(partnership=waits_for_us, institution=donor)
    for_others = partnership_between(supply=donor, title="Theirs is missing")
    AwaitedWord.objects.create(partnership=for_others, institution=for_others.members.get(side="demand").institution)

    assert titles(chief, "due") == ["Ours is missing"]
    assert titles(chief, "waiting") == ["Theirs is missing"]


def test_due_is_a_correction_that_another_side_proposed_to_our_record(donor, chief):
    ours = partnership_between(supply=donor, title="Ours", reported_by=donor)
    theirs = partnership_between(supply=donor, title="We propose", reported_by=InstitutionFactory())
    demand = ours.members.get(side="demand").institution
    Correction.objects.create(partnership=ours, institution=demand, side="demand", field="title", by_name="A")
    Correction.objects.create(partnership=theirs, institution=donor, side="supply", field="title", by_name="B")

    assert titles(chief, "due") == ["Ours"]

    Correction.objects.update(status=Correction.Status.ACCEPTED)
    assert titles(chief, "due") == []


def test_due_are_terms_whose_signature_comes_from_us(donor, chief):
    offered = partnership_between(supply=donor, title="We offer")
    asked = partnership_between(demand=donor, title="We ask")
    terms = [Terms.objects.create(partnership=each, number=1, text="…") for each in (offered, asked)]

    assert titles(chief, "due") == ["We ask"]

    for each in terms:
        each.demand_signed_at = timezone.now()
        each.save()
    assert titles(chief, "due") == ["We offer"]

    Terms.objects.create(partnership=offered, number=2, text="… anew")
    assert titles(chief, "due") == []


@pytest.mark.parametrize(
    ("planned_end", "stage", "is_due"),
    [
        ("2026", "exchanging", False),
        ("2025", "exchanging", True),
        ("2026-11", "adapting", False),
        ("2026-10", "adapting", True),
        ("2026-11-21", "scoping", True),
        ("2026-11-22", "scoping", False),
        ("2025", "closed", False),
        ("2025", "cancelled", False),
        ("2025", "unknown", False),
        ("", "exchanging", False),
    ],
)
def test_due_is_a_plan_that_ended_without_a_word(donor, chief, time_machine, planned_end, stage, is_due):
    time_machine.move_to("2026-11-22 12:00:00+00:00")
    record = partnership_between(supply=donor, title="Plan", planned_end=planned_end, stage=stage)
    say_what_we_stand_for(record, donor)

    assert titles(chief, "due") == (["Plan"] if is_due else [])


def test_due_is_what_our_leadership_should_say_again(donor, chief, time_machine):
    time_machine.move_to("2026-11-22 12:00:00+00:00")
    record = partnership_between(supply=donor, title="Silent", stage="adapting")
    partnership_between(supply=donor, title="Over", stage="closed")

    assert titles(chief, "due") == ["Silent"]

    say_what_we_stand_for(record, donor)
    assert titles(chief, "due") == []


def test_the_most_urgent_comes_first(donor, chief):
    record = partnership_between(supply=donor, stage="exchanging", planned_end="2020", reported_by=donor)
    demand = record.members.get(side="demand").institution
    found = []

    def next_label():
        mine = Portfolio(chief)
        return rows.next_actions(mine, list(mine.due().prefetch_related("members")))[record.pk].label

    found.append(next_label())
    Terms.objects.create(partnership=record, number=1, text="…", demand_signed_at=timezone.now())
    found.append(next_label())
    Correction.objects.create(partnership=record, institution=demand, side="demand", field="title", by_name="A")
    found.append(next_label())
    AwaitedWord.objects.create(partnership=record, institution=donor)
    found.append(next_label())

    assert found == ["Say how it stands", "Read the terms", "Read the corrections", "Read and confirm"]


def test_stale_is_what_was_confirmed_more_than_a_year_ago(donor, chief):
    today = timezone.localdate()
    both = {"standing": "both_sides", "supply": donor}
    partnership_between(title="Old", confirmed_on=today - timedelta(days=366), **both)
    partnership_between(title="Of this year", confirmed_on=today - timedelta(days=365), **both)
    partnership_between(title="Of others", confirmed_on=today - timedelta(days=500), standing="both_sides")

    assert titles(chief, "stale") == ["Old"]
    assert titles(UserFactory(role="editor"), "stale") == ["Of others", "Old"]


def test_objected_records_are_those_of_the_parties_and_all_for_the_secretariat(donor, chief):
    objected = {"visibility": "parties", "standing": "one_side", "objected_at": timezone.now()}
    partnership_between(supply=donor, title="Ours", **objected)
    partnership_between(title="Of others", **objected)

    assert titles(chief, "objected") == ["Ours"]
    assert titles(UserFactory(role="editor"), "objected") == ["Of others", "Ours"]


def test_handed_over_is_what_i_gave_away_and_still_see(donor, officer, chief):
    records = [partnership_between(supply=donor, title=f"Record {n}") for n in range(2)]
    for each in records:
        hold_partnership(partnership=each, institution=donor, holder=officer)
    hand_over(partnerships=records, institution=donor, to=chief, by=officer)
    records[1].visibility = Visibility.PRIVATE
    records[1].standing = "one_side"
    records[1].save()

    assert titles(officer, "handed-over") == ["Record 0"]
    assert titles(chief, "handed-over") == []


def test_a_new_wording_is_due_and_not_mine(donor, chief):
    record = partnership_between(supply=donor, title="Record")
    wording = partnership_between(
        supply=donor, title="New wording", revises=record, visibility="parties", standing="one_side"
    )
    AwaitedWord.objects.create(partnership=wording, institution=donor)

    assert titles(chief, "mine") == ["Record"]
    assert titles(chief, "due") == ["New wording"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tax registers", ["Tax registers"]),
        ("TAX REG", ["Tax registers"]),
        ("NL-77", ["Audit follow-up"]),
        ("statistics malawi", ["Tax registers"]),
        ("Statistics", ["Tax registers"]),
        ("nothing like it", []),
        ("X-77", []),
    ],
)
def test_one_searches_title_institution_and_own_number(donor, chief, text, found):
    asks = InstitutionFactory(name="Statistics Office of Malawi")
    partnership_between(demand=asks, supply=donor, title="Tax registers")
    audit = partnership_between(supply=donor, title="Audit follow-up")
    DonorReference.objects.create(partnership=audit, institution=donor, number="NL-77")
    DonorReference.objects.create(partnership=audit, institution=InstitutionFactory(), number="X-77")

    assert titles(chief, "mine", q=text) == found


def test_one_narrows_by_sector_and_country(donor, chief):
    record = partnership_between(supply=donor, title="Statistics")
    record.sectors.add(SectorFactory())
    partnership_between(supply=donor, title="Other")

    assert titles(chief, "mine", sector="16062") == ["Statistics"]
    assert titles(chief, "mine", country="KE") == ["Other", "Statistics"]
    assert titles(chief, "mine", country="PE") == []


# --- Who opens it --------------------------------------------------------------------------------


def people(donor):
    holder = member_of(InstitutionFactory(kind="ministry"), STAFF)
    record = partnership_between(demand=holder.memberships.get().institution)
    hold_partnership(partnership=record, institution=holder.memberships.get().institution, holder=holder)
    return {
        "anon": (None, 302),
        "pend": (UserFactory(), 403),
        "mem": (member_of(InstitutionFactory(kind="network"), STAFF), 403),
        "holder": (holder, 200),
        "gov": (member_of(InstitutionFactory(kind="ministry")), 200),
        "don": (member_of(donor, STAFF), 200),
        "ed": (UserFactory(role="editor"), 200),
        "adm": (UserFactory(role="administrator"), 200),
    }


@pytest.mark.parametrize("who", ["anon", "pend", "mem", "holder", "gov", "don", "ed", "adm"])
@pytest.mark.parametrize("path", ["", "reports/"])
def test_the_portfolio_opens_for_those_it_is_for(client, donor, who, path):
    person, status = people(donor)[who]
    if person:
        client.force_login(person)

    assert client.get(ADDRESS + path).status_code == status


@pytest.mark.parametrize(("who", "is_shown"), [("mem", False), ("don", True), ("ed", True)])
def test_the_way_to_it_is_in_the_menu_of_those_who_may(client, donor, who, is_shown):
    client.force_login(people(donor)[who][0])

    assert (f'href="{ADDRESS}"' in client.get("/en/about/").content.decode()) is is_shown


# --- The page --------------------------------------------------------------------------------------


def fill(donor, officer, count):
    for n in range(count):
        record = partnership_between(supply=donor, title=f"Record {n}", stage="exchanging", planned_end="2020")
        hold_partnership(partnership=record, institution=donor, holder=officer)
        DonorReference.objects.create(partnership=record, institution=donor, number=f"NL-{n}")
        demand = record.members.get(side="demand").institution
        AwaitedWord.objects.create(partnership=record, institution=demand)
        SideLink.objects.create(partnership=record, institution=demand, side="demand", address="a@example.org")
        Correction.objects.create(partnership=record, institution=demand, side="demand", field="title", by_name="A")
        HandOver.objects.create(partnership=record, institution=donor, from_user=officer, by=officer)


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_costs_the_same_with_one_row_and_with_ten(client, donor, officer, tab):
    client.force_login(officer)
    counts = []
    for more in (1, 9):
        fill(donor, officer, more)
        client.get(ADDRESS, {"show": tab})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS, {"show": tab}).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 30


def test_a_row_says_what_is_due_who_holds_it_and_its_number(client, donor, officer, chief):
    fill(donor, officer, 1)
    client.force_login(chief)

    row = client.get(ADDRESS, {"show": "due"}).context["rows"][0]

    assert (row["title"], row["numbers"], row["holder"]) == ("Record 0", ["NL-0"], "Dana Lind")
    assert row["action"].text == "The other side would say something differently."
    assert row["marks"] == []


def test_what_nobody_holds_is_marked_for_its_focal_point(client, donor, chief):
    partnership_between(supply=donor)
    client.force_login(chief)

    assert client.get(ADDRESS).context["rows"][0]["marks"] == ["Held by nobody yet"]


def test_tabs_count_under_the_search_and_unknown_tabs_are_the_first(client, donor, chief):
    partnership_between(supply=donor, title="Tax registers")
    partnership_between(supply=donor, title="Audit")
    client.force_login(chief)

    page = client.get(ADDRESS, {"show": "bogus", "q": "tax"})

    assert page.context["tab"] == "mine"
    assert [each["count"] for each in page.context["tabs"]] == ["1", "0", "0", "0", "0", "0"]
    assert page.context["tabs"][1]["url"] == "?show=due&q=tax"


def test_pages_go_by_key_and_keep_the_tab(client, donor, chief):
    for n in range(23):
        partnership_between(supply=donor, title=f"Record {n}")
    client.force_login(chief)

    first = client.get(ADDRESS)
    second = client.get(ADDRESS + first.context["pager"]["next_url"])

    assert first.context["pager"]["text"] == "1 to 20 of 23"
    assert second.context["pager"]["text"] == "21 to 23 of 23"
    seen = [row["title"] for page in (first, second) for row in page.context["rows"]]
    assert len(set(seen)) == 23


@pytest.mark.parametrize(
    "query", ["after=%00", "after=xx", "page=0", "q=%ff", "show=%F0%9F%98%80", "pick=9" * 60, "q=" + "a" * 5000]
)
def test_nonsense_in_the_address_gives_a_page(client, chief, query):
    client.force_login(chief)

    assert client.get(f"{ADDRESS}?{query}").status_code in (200, 400, 414)


def test_reading_sends_nothing_and_changes_nothing(client, donor, officer):
    fill(donor, officer, 1)
    client.force_login(officer)

    for tab in TABS:
        client.get(ADDRESS, {"show": tab})

    assert Message.objects.count() == 0
    assert SideLink.objects.count() == 1


# --- Asking again ----------------------------------------------------------------------------------


@pytest.fixture
def waiting(donor):
    record = partnership_between(supply=donor, title="Waits")
    AwaitedWord.objects.create(partnership=record, institution=record.members.get(side="demand").institution)
    return record


def ask(client, record):
    return client.post(reverse("portfolio:ask_again", args=[record.slug]), follow=True)


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_the_focal_point_of_the_other_side_is_reminded_once_a_day(client, donor, chief, waiting, time_machine):
    other = member_of(waiting.members.get(side="demand").institution)
    client.force_login(chief)

    assert said(ask(client, waiting)) == ["1 letter goes out."]
    assert said(ask(client, waiting)) == ["They were asked today already. Please give them a day."]
    assert list(Message.objects.values_list("recipient", flat=True)) == [other.email]

    time_machine.move_to(timezone.now() + timedelta(days=1))
    client.force_login(chief)
    assert said(ask(client, waiting)) == ["1 letter goes out."]


def test_whoever_was_sent_a_link_gets_a_new_one(client, donor, chief, waiting, time_machine):
    demand = waiting.members.get(side="demand").institution
    link = SideLink.objects.create(partnership=waiting, institution=demand, side="demand", address="ama@example.org")
    time_machine.move_to(timezone.now() + timedelta(days=3))
    client.force_login(chief)

    assert said(ask(client, waiting)) == ["1 letter goes out."]

    link.refresh_from_db()
    assert link.replaced_at is not None
    assert SideLink.objects.open().get().address == "ama@example.org"


def test_where_nobody_is_known_it_says_what_to_do(client, chief, waiting):
    client.force_login(chief)
    name = waiting.members.get(side="demand").institution.name

    assert said(ask(client, waiting)) == [
        f"Nobody of {name} is known here. Add a contact on the page of the record first."
    ]


def test_where_the_word_came_meanwhile_nobody_is_asked(client, chief, waiting):
    AwaitedWord.objects.all().delete()
    client.force_login(chief)

    assert said(ask(client, waiting)) == ["Nobody’s word is missing any more."]
    assert Message.objects.count() == 0


def test_only_the_parties_ask_again(client, waiting):
    client.force_login(member_of(InstitutionFactory()))

    assert ask(client, waiting).status_code == 403
    assert client.get(reverse("portfolio:ask_again", args=[waiting.slug])).status_code == 405
    hidden = partnership_between(visibility="parties", standing="one_side")
    assert ask(client, hidden).status_code == 404


# --- Our number --------------------------------------------------------------------------------------


def number_of(record):
    return reverse("portfolio:number", args=[record.slug])


def test_staff_write_change_and_take_away_the_number_of_their_institution(client, donor, officer, waiting):
    client.force_login(officer)
    field = f"number_{donor.pk}"

    for typed in ("NL-2024-17", "  NL\u200b-2024-18 ", ""):
        assert client.post(number_of(waiting), {field: typed}).status_code == 302

    assert DonorReference.objects.count() == 0
    client.post(number_of(waiting), {field: "  NL\u200b-2024-18 "})
    assert list(DonorReference.objects.values_list("institution", "number")) == [(donor.pk, "NL-2024-18")]


def test_a_number_too_long_is_refused_and_stays_in_the_field(client, donor, officer, waiting):
    client.force_login(officer)

    page = client.post(number_of(waiting), {f"number_{donor.pk}": "9" * 101})

    assert page.status_code == 200
    assert page.context["form"].errors == {
        f"number_{donor.pk}": ["Ensure this value has at most 100 characters (it has 101)."]
    }
    assert "9" * 101 in page.content.decode()


def test_others_neither_write_nor_read_the_number(client, donor, waiting):
    DonorReference.objects.create(partnership=waiting, institution=donor, number="NL-1")
    partner = member_of(waiting.members.get(side="demand").institution)
    client.force_login(partner)

    client.post(number_of(waiting), {f"number_{donor.pk}": "stolen"})

    assert list(DonorReference.objects.values_list("number", flat=True)) == ["NL-1"]
    assert "NL-1" not in client.get(ADDRESS).content.decode()
    client.force_login(member_of(InstitutionFactory()))
    assert client.get(number_of(waiting)).status_code == 403


# --- On the record's page -----------------------------------------------------------------------------


def holders(page):
    return {panel["name"]: panel["data"] for panel in page.context["panels"]}.get("holders")


def test_the_parties_read_who_looks_after_the_record(client, donor, officer, chief, waiting):
    hold_partnership(partnership=waiting, institution=donor, holder=officer)
    partner = member_of(waiting.members.get(side="demand").institution)

    client.force_login(chief)
    assert holders(client.get(waiting.get_absolute_url())) == [("Norrland Agency", "Dana Lind")]
    client.force_login(partner)
    assert holders(client.get(waiting.get_absolute_url())) == [("Norrland Agency", "Dana Lind")]
    client.force_login(member_of(InstitutionFactory()))
    assert holders(client.get(waiting.get_absolute_url())) is None
    client.logout()
    assert holders(client.get(waiting.get_absolute_url())) is None


def test_a_hidden_name_is_read_by_colleagues_only(client, donor, officer, chief, waiting):
    profile = profile_of(officer)
    profile.name_shown_to = "hidden"
    profile.save()
    hold_partnership(partnership=waiting, institution=donor, holder=officer)

    client.force_login(chief)
    assert holders(client.get(waiting.get_absolute_url())) == [("Norrland Agency", "Dana Lind")]
    client.force_login(member_of(waiting.members.get(side="demand").institution))
    assert holders(client.get(waiting.get_absolute_url())) is None
