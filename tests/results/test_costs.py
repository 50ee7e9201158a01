"""What a selection cost: coverage, conversion at dated rates, and when a ratio is shown."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.models import CostLine, ExchangeRate, Partnership
from partnerships.models.choices import Side
from results.costs.block import cost_block
from results.costs.working_out import costs, read
from results.models import PartnerWord
from tests.factories import HarvestedOutcomeFactory, partnership_between

pytestmark = pytest.mark.django_db


def cost(partnership, side, amount=100, currency="USD", **values):
    institution = partnership.members.get(side=side).institution
    known = {"kind": "cash", "visibility": Visibility.PUBLIC, "ends_on": date(2025, 6, 30)}
    return CostLine.objects.create(
        partnership=partnership, payer=institution, **known | {"amount": amount, "currency": currency} | values
    )


def both_sides(amount=100, **fields):
    partnership = partnership_between(**fields)
    cost(partnership, Side.DEMAND, amount)
    cost(partnership, Side.SUPPLY, amount)
    return partnership


def corroborated(partnership):
    outcome = HarvestedOutcomeFactory(partnership=partnership)
    supply = partnership.members.get(side=Side.SUPPLY)
    PartnerWord.objects.create(
        outcome=outcome,
        institution=supply.institution,
        side=supply.side,
        revision=outcome.revision,
        verdict="agree",
        by_name="Ama",
    )


def all_together():
    total, _kinds = read(costs(Partnership.objects.public()))
    return total


def block():
    return cost_block(costs(Partnership.objects.public()), Partnership.objects.count())


def test_costs_of_one_side_are_not_known_for_both():
    cost(partnership_between(), Side.DEMAND)

    assert (all_together().told, all_together().known) == (1, 0)


def test_what_the_parties_alone_see_is_not_counted():
    cost(partnership_between(), Side.DEMAND, visibility=Visibility.PARTIES)

    assert costs(Partnership.objects.public()) == []


def test_an_amount_is_converted_at_the_latest_rate_before_its_day():
    for on, per_usd in ((date(2025, 1, 1), 2), (date(2025, 6, 1), 4), (date(2025, 7, 1), 8)):
        ExchangeRate.objects.create(currency="EUR", on=on, per_usd=per_usd, source="A bank")
    cost(partnership_between(), Side.DEMAND, 100, "EUR")

    assert all_together().usd == 25.0


@pytest.mark.parametrize(
    "line",
    [
        {"currency": "KES"},
        {"currency": "EUR", "ends_on": None},
        {"currency": "EUR", "ends_on": date(2027, 1, 1)},
        {"amount": None, "currency": "", "days": 5},
    ],
    ids=["no rate", "no day", "rate too old", "days without a rate"],
)
def test_what_cannot_be_converted_is_counted_as_missing(line):
    ExchangeRate.objects.create(currency="EUR", on=date(2025, 1, 1), per_usd=2, source="A bank")
    partnership = both_sides()
    cost(partnership, Side.DEMAND, **line)

    assert (all_together().known, all_together().unconverted) == (0, 1)


def test_staff_days_cost_their_rate():
    partnership = partnership_between()
    rated = {"amount": None, "days": 5, "day_rate": Decimal(200), "rate_source": "Pay scale of 2025"}
    cost(partnership, Side.DEMAND, **rated)

    assert all_together().usd == 1000.0


def test_a_ratio_is_refused_with_its_reason_until_enough_is_corroborated():
    for _partnership in range(5):
        HarvestedOutcomeFactory(partnership=both_sides())

    refused = block()
    assert (refused.per_outcome, "here there are 0" in refused.refusal) == (None, True)


def test_a_ratio_is_shown_once_enough_is_corroborated():
    for _partnership in range(5):
        corroborated(both_sides(amount=500))

    shown = block().per_outcome
    assert [(each.label, each.middle) for each in shown.ranges][:1] == [("All kinds", 1.0)]


def test_outcomes_below_corroborated_do_not_lower_a_ratio():
    for _partnership in range(5):
        partnership = both_sides(amount=500)
        corroborated(partnership)
        HarvestedOutcomeFactory(partnership=partnership)

    assert block().per_outcome.ranges[0].middle == 1.0


def test_kinds_stand_in_one_order_whatever_they_cost():
    for kind, amount in (("peer_review", 100), ("twinning", 900)):
        for _partnership in range(5):
            both_sides(amount=amount, kind=kind)

    labels = [each.label for each in block().per_partnership.ranges]
    assert labels == ["All kinds", "Twinning", "Peer review"]


def test_coverage_is_said():
    both_sides()
    partnership_between()

    assert block().coverage == "Costs of both sides known for 1 of 2"


def test_the_page_says_where_no_cost_is_told(client):
    assert b"No cost is told in this selection" in client.get(reverse("results:costs")).content
