"""The portfolio page: its counts, its filters, its list and its files."""

import csv
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Visibility
from partnerships.models.choices import Side
from results import rolling_up
from results.models import HarvestedOutcome, OutcomeTally, PartnerWord, PortfolioFigures
from results.models.choices import Level, Verdict
from results.portfolio.counts import count
from results.portfolio.page import headline
from results.selections import Selection
from tests.factories import (
    HarvestedOutcomeFactory,
    PartnershipFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


def selected(**values):
    return Selection.read(RequestFactory().get("/", values).GET)


@pytest.fixture
def anonymous():
    return AnonymousUser()


def test_outcomes_are_counted_by_level_and_evidence(anonymous):
    HarvestedOutcomeFactory.create_batch(2, level=Level.SYSTEM)

    assert dict(count(Selection(), anonymous).cells) == {("institution", "self-reported"): 2}


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "twinning"},
        {"direction": "NS"},
        {"kind": "twinning", "direction": "ns"},
        {"kind": ["twinning", "mentoring"]},
        {"kind": "twinning", "direction": "NS", "region": "014", "country": "KE"},
        {"from": "2025"},
        {"to": "2025"},
        {"from": "2026", "to": "2025", "level": "institution"},
        {"evidence": "self-reported"},
    ],
)
def test_a_selection_counts_what_it_lists(anonymous, asked):
    HarvestedOutcomeFactory(partnership=partnership_between(kind="twinning"), changed_on="2025-05")
    HarvestedOutcomeFactory(partnership=partnership_between(kind="mentoring"), changed_on="2019", level="individual")
    HarvestedOutcomeFactory(changed_on="")
    selection = selected(**asked)

    assert count(selection, anonymous).total == selection.apply(HarvestedOutcome.objects.public()).count()


def test_what_the_parties_alone_see_is_counted_for_them():
    partnership = partnership_between()
    HarvestedOutcomeFactory(partnership=partnership, visibility=Visibility.PARTIES)
    party = member_of(partnership.members.get(side=Side.DEMAND).institution)

    assert [count(Selection(), user).total for user in (party, UserFactory())] == [1, 0]


def test_an_empty_portfolio_says_that_nothing_is_recorded(client):
    assert b"No change recorded here yet" in client.get(reverse("results:portfolio")).content


def test_the_page_does_not_say_a_share_of_a_few():
    cells = count(Selection(), UserFactory())
    cells.cells["individual", "independently-verified"] = 1
    cells.cells["individual", "self-reported"] = 3

    assert headline(cells) == "4 changes recorded, 1 independently verified"


def test_the_page_says_one_in_how_many_is_verified():
    cells = count(Selection(), UserFactory())
    cells.cells["individual", "independently-verified"] = 100
    cells.cells["individual", "self-reported"] = 312

    assert headline(cells) == "412 changes recorded, one in 4 independently verified"


@pytest.mark.parametrize("page", ["portfolio", "outcomes", "compare"])
def test_pages_cost_as_many_queries_for_ten_outcomes_as_for_one(client, page):
    def queries():
        client.get(reverse(f"results:{page}"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"results:{page}"))
        return len(captured)

    HarvestedOutcomeFactory(partnership=partnership_between())
    one = queries()
    for _more in range(9):
        HarvestedOutcomeFactory(partnership=partnership_between())
    PortfolioFigures.objects.all().delete()

    assert queries() == one


def test_the_portfolio_page_takes_at_most_eight_queries(client, django_assert_max_num_queries):
    HarvestedOutcomeFactory(partnership=partnership_between())
    client.get(reverse("results:portfolio"))

    with django_assert_max_num_queries(8):
        client.get(reverse("results:portfolio"))


def exported(client, **query):
    answer = client.get(reverse("results:export", args=["csv"]), query)
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_a_file_holds_what_its_reader_sees(client):
    shown = HarvestedOutcomeFactory()
    HarvestedOutcomeFactory(visibility=Visibility.PARTIES)

    assert [row["what_changed"] for row in exported(client)] == [shown.what_changed]


def test_invented_outcomes_are_in_a_file_that_asks_for_them(client):
    HarvestedOutcomeFactory(partnership=PartnershipFactory(is_demo=True))

    assert [len(exported(client)), len(exported(client, demo="1"))] == [0, 1]


def test_the_word_of_evidence_in_a_file_rises_with_an_act(client):
    partnership = partnership_between()
    outcome = HarvestedOutcomeFactory(partnership=partnership)
    supply = partnership.members.get(side=Side.SUPPLY)
    PartnerWord.objects.create(
        outcome=outcome,
        institution=supply.institution,
        side=supply.side,
        revision=outcome.revision,
        verdict=Verdict.AGREE,
        by_name="Ama",
    )

    assert [row["evidence"] for row in exported(client)] == ["corroborated"]


def test_the_nightly_job_finds_nothing_wrong_with_what_the_triggers_kept():
    HarvestedOutcomeFactory.create_batch(3, partnership=partnership_between())

    assert rolling_up.roll_up() == []


def test_the_nightly_job_mends_a_count_that_is_off(anonymous):
    HarvestedOutcomeFactory()
    OutcomeTally.objects.filter(token="all").delete()
    rolling_up.roll_up()

    assert count(Selection(), anonymous).total == 1


def test_the_nightly_job_leaves_one_row_a_count():
    partnership = partnership_between()
    outcome = HarvestedOutcomeFactory(partnership=partnership)
    for kind in ("twinning", "mentoring"):
        partnership.kind = kind
        partnership.save()
    rolling_up.roll_up()

    assert OutcomeTally.objects.filter(token="all", level=outcome.level).count() == 1


@pytest.mark.parametrize("year", ["20x5", "-1", "99999999999", "٢٠٢٥", "1e3", ""])
def test_a_year_that_is_none_sets_no_bound(year):
    assert not selected(**{"from": year}).narrows


def test_filters_that_nobody_knows_find_nothing(anonymous):
    HarvestedOutcomeFactory()

    assert count(selected(region="nowhere"), anonymous).total == 0


LONG = {"donor": [f"{number:02d}" + "x" * 78 for number in range(20)]}


@pytest.mark.parametrize("page", ["portfolio", "costs", "outcomes"])
def test_a_very_long_selection_is_answered(client, page):
    answers = [client.get(reverse(f"results:{page}"), LONG).status_code for _turn in range(2)]

    assert answers == [200, 200]


def test_a_large_register_is_counted_by_the_worker_and_not_in_the_request(client, monkeypatch):
    asked = []
    monkeypatch.setattr("results.portfolio.figures.SMALL_REGISTER", -2)
    monkeypatch.setattr("results.views.portfolio.work_out_figures.delay", asked.append)
    HarvestedOutcomeFactory(partnership=partnership_between())

    first, second = (client.get(reverse("results:portfolio"), {"kind": "twinning"}) for _turn in range(2))

    assert asked == ["kind=twinning"]
    assert PortfolioFigures.objects.count() == 0
    words = "More figures are being worked out."
    assert [answer.content.decode().count(words) for answer in (first, second)] == [1, 1]


def test_the_worker_is_not_asked_for_more_selections_an_hour_than_anybody_reads(client, monkeypatch):
    asked = []
    monkeypatch.setattr("results.portfolio.figures.SMALL_REGISTER", -2)
    monkeypatch.setattr("results.views.portfolio.MOST_AN_HOUR", 2)
    monkeypatch.setattr("results.views.portfolio.work_out_figures.delay", asked.append)

    for year in range(2000, 2005):
        client.get(reverse("results:portfolio"), {"from": year})

    assert asked == ["from=2000", "from=2001"]


def test_figures_that_another_release_kept_are_worked_out_anew(client):
    PortfolioFigures.objects.create(selection="", data={"partnerships": 4}, worked_out_at=timezone.now())

    assert client.get(reverse("results:portfolio")).status_code == 200
    assert PortfolioFigures.objects.get().data["shape"] == 1


def test_the_nightly_round_leaves_the_figures_of_everything_ready():
    rolling_up.roll_up()

    assert [kept.selection for kept in PortfolioFigures.objects.all()] == [""]
