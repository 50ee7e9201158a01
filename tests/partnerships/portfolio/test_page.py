"""Who opens the portfolio, and how its page tells it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mail.models import Message
from partnerships.models import AwaitedWord, Correction, DonorReference, HandOver, SideLink
from partnerships.portfolio.tabs import TABS
from partnerships.services.holdings import hold_partnership
from tests.factories import (
    InstitutionFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.partnerships.portfolio.records import ADDRESS, STAFF

pytestmark = pytest.mark.django_db


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
