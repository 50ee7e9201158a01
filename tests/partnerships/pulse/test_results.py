"""What is told of the pulse: means of three or more, of rounds that are over, to the parties."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from partnerships.models import Pulse
from partnerships.models.pulse import DIMENSIONS
from partnerships.pulse.results import gap_chart, rounds_told, trend_charts
from tests.factories import PartnershipMemberFactory, UserFactory, member_of
from tests.partnerships.pulse.asked import answered, at_work, invited, round_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return at_work()


@pytest.fixture
def asked(record):
    return round_of(record)


def page_of(record):
    return reverse("partnerships:pulse", args=[record.slug])


def means(record):
    told = rounds_told(record)[-1]
    return {(told.mean("demand", name), told.mean("supply", name)) for name in DIMENSIONS}


@pytest.mark.parametrize(("count", "shown"), [(0, None), (1, None), (2, None), (3, 4)])
def test_a_side_is_shown_from_three_answers_on(record, asked, count, shown):
    answered(asked, "demand", *[4] * count)
    answered(asked, "supply", 1, 2, 3)

    assert means(record) == {(shown, 2)}


@pytest.mark.parametrize(("demand", "supply"), [(0, 1), (1, 1), (2, 2), (2, 1)])
def test_two_sides_with_too_few_are_not_shown_together_either(client, record, asked, demand, supply):
    client.force_login(record.people[0])
    answered(asked, "demand", *[5] * demand)
    answered(asked, "supply", *[1] * supply)

    page = client.get(page_of(record))

    assert (means(record), page.context["chart"], page.context["trends"]) == ({(None, None)}, None, [])


def test_who_cannot_say_does_not_make_a_third(record, asked):
    answered(asked, "demand", 1, 5, None)
    answered(asked, "supply", 1, 2, 3)

    assert means(record) == {(None, 2)}


def test_each_statement_needs_three_who_could_say(record, asked):
    answered(asked, "demand", 5, 4)
    Pulse.objects.create(round=asked, side="demand", trust=3)

    told = rounds_told(record)[-1]

    assert {name: told.mean("demand", name) for name in DIMENSIONS} == dict.fromkeys(DIMENSIONS) | {"trust": 4}


@pytest.mark.parametrize("supply", [(), (3, 4, 5)])
def test_whatever_two_people_say_the_pages_read_the_same(client, record, asked, supply):
    """So nothing can be worked out from totals, counts or words."""
    client.force_login(record.people[0])
    answered(asked, "supply", *supply)
    pages = set()
    for scores in ((), (1,), (1, 1), (5, 5), (None, 2)):
        asked.answers.filter(side="demand").delete()
        answered(asked, "demand", *scores)
        pages.add(tuple(main_of(client.get(url)) for url in (page_of(record), record.get_absolute_url())))

    assert len(pages) == 1


def main_of(response):
    page = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page[page.index("<main") : page.index("</main")])


def test_a_round_is_told_once_it_is_over(record):
    for days_ago, period in ((42, "2026-H2"), (43, "2026-H1")):
        answered(round_of(record, days_ago, period), "demand", 4, 4, 4)

    assert len(rounds_told(record)) == 1


def test_the_gap_is_drawn_with_its_table(record, asked):
    answered(asked, "demand", 2, 3, 3)
    answered(asked, "supply", 4, 4, 5)

    table = gap_chart(rounds_told(record)[-1]).table()

    assert [row[1:] for row in table.rows] == [["2.7", "4.3", "1.6"]] * 6


def test_the_trend_of_a_statement_leaves_out_rounds_with_too_few(record):
    for days_ago, period, scores in (
        (430, "2025-H1", (1, 1, 1)),
        (245, "2025-H2", (5, 5)),
        (60, "2026-H1", (3, 3, 3)),
    ):
        answered(round_of(record, days_ago, period), "demand", *scores)

    trends = trend_charts(rounds_told(record))

    assert len(trends) == 6
    assert [line.values for line in trends[0].series] == [[Decimal(1), None, Decimal(3)], [None, None, None]]


def test_a_single_round_has_no_trend(record, asked):
    answered(asked, "demand", 3, 3, 3)

    assert trend_charts(rounds_told(record)) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("party", 200), ("staff", 200), ("funder", 200), ("member", 404), ("administrator", 404), ("nobody", 302)],
)
def test_the_parties_read_it_and_nobody_else(client, record, asked, who, status):
    people = {
        "party": lambda: record.people[0],
        "staff": lambda: member_of(record.offers, role="staff"),
        "funder": lambda: member_of(PartnershipMemberFactory(partnership=record, side="funder").institution),
        "member": UserFactory,
        "administrator": lambda: UserFactory(role="administrator"),
    }
    if who != "nobody":
        client.force_login(people[who]())

    assert client.get(page_of(record)).status_code == status


@pytest.mark.parametrize(("is_party", "links"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("page", ["detail", "results"])
def test_the_record_leads_the_parties_to_it(client, record, asked, page, is_party, links):
    client.force_login(record.people[0] if is_party else UserFactory())
    url = record.get_absolute_url() if page == "detail" else reverse("results:partnership", args=[record.slug])

    assert client.get(url).content.decode().count(page_of(record)) == links


def test_a_round_that_runs_is_said_without_a_number(client, record):
    client.force_login(record.people[0])
    running = round_of(record, days_ago=3)
    answered(running, "demand", 1, 1, 1)
    invited(running, "ama@statistics.example")

    page = client.get(page_of(record))

    assert (page.context["running"], page.context["chart"], page.context["newest"]) == (running, None, None)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_drawn_in_each_direction(client, record, asked, language):
    client.force_login(record.people[0])
    for side in ("demand", "supply"):
        answered(asked, side, 2, 3, 4)

    assert client.get(page_of(record).replace("/en/", f"/{language}/")).content.decode().count("<svg") > 0


def test_ten_rounds_cost_as_many_queries_as_one(client, record, django_assert_max_num_queries):
    client.force_login(record.people[0])
    answered(round_of(record), "demand", 3, 3, 3)
    client.get(page_of(record))
    with django_assert_max_num_queries(20) as captured:
        client.get(page_of(record))
    alone = len(captured)
    for number in range(9):
        answered(round_of(record, 300 + number, f"{2010 + number}-H1"), "demand", 3, 3, 3)

    with django_assert_max_num_queries(alone):
        client.get(page_of(record))
