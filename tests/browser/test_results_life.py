"""The whole life of a result: hoped for, observed on a phone, verified by another, harvested, agreed to, verified.

Grace speaks for the side that asks, Ama for the side that offers; a professor belongs to neither.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from partnerships.models import CostLine
from partnerships.models.choices import Side
from results.models import HarvestedOutcome, Indicator, Observation, PartnerWord, PortfolioFigures
from tests.browser.steps import mailed_path, press
from tests.factories import HarvestedOutcomeFactory, InstitutionFactory, member_of, partnership_between

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHANGE = "The committee calls ministries on findings older than a year."
OUTSIDE = "professor@university.example"


@pytest.fixture(autouse=True)
def portal(settings, live_server):
    """Links in mails lead to this server."""
    settings.BASE_URL = live_server.url


@pytest.fixture
def partnership():
    asks = InstitutionFactory(name="Public Accounts Audit Service")
    offers = InstitutionFactory(name="State Audit Service of the Coast")
    return partnership_between(asks, offers, title="Audit findings that are acted on", slug="audit-findings")


def speaker(partnership, side, **fields):
    return member_of(partnership.members.get(side=side).institution, role="focal_point", **fields)


def record(page, indicator, value):
    page.goto(f"{indicator.get_absolute_url()}observations/new/")
    page.locator("[name=observed_on]").fill("2025-06-30")
    page.locator("[name=value]").fill(value)
    press(page, "Save and submit")


def harvest(page):
    page.goto("/en/partnerships/audit-findings/outcomes/new/")
    page.get_by_label("What changed").fill(CHANGE)
    page.get_by_label("Who changed").fill("The accounts committee")
    page.locator("[name=changed_on_year]").fill("2025")
    page.get_by_label("Institutional system").check()
    page.get_by_label("Our contribution").fill("The call list was copied from the peer.")
    press(page, "Save")


def show(page, outcome):
    """Agree, for one side, that everybody may read it."""
    page.goto(f"/en/partnerships/audit-findings/parts/outcome/{outcome.pk}/share/")
    page.locator("[name=visibility][value=public]").check()
    page.click("main .btn-primary")
    page.wait_for_load_state()


def ask_outside(page, outcome):
    page.goto(f"{outcome.get_absolute_url()}ask/")
    page.get_by_label("Name", exact=True).fill("Professor Mensah")
    page.get_by_label("Office and organisation").fill("A university")
    page.get_by_label("E-mail address").fill(OUTSIDE)
    press(page, "Send the link")


def answer_from_outside(page):
    page.goto(mailed_path(OUTSIDE, "answer"))
    page.get_by_text("Yes, it is so").click()
    press(page, "Check your answer")
    press(page, "Send this answer")


def words_on_the_portfolio(page):
    """What is read of the outcome on the portfolio page, and in its file."""
    page.goto("/en/results/")
    shown = page.locator(".outcome").filter(has_text=CHANGE).locator(".ev").inner_text().strip()
    lines = page.request.get("/en/results/export.csv").text().splitlines()
    written = next((line for line in lines if CHANGE in line), "")
    return shown, next((word for word in WORDS if f",{word}," in written), "")


WORDS = ("self-reported", "documented", "corroborated", "independently-verified")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_result_from_a_hope_to_a_verified_change(open_page, partnership, width):
    phone = open_page(user=speaker(partnership, Side.DEMAND, name="Grace Phiri"), width=390)
    peer = open_page(user=speaker(partnership, Side.SUPPLY, name="Ama Owusu"), width=width)
    reader = open_page(width=width)

    phone.goto("/en/partnerships/audit-findings/framework/new/")
    phone.locator("button[value=three-levels]").click()
    phone.wait_for_url("**/framework/")
    indicator = Indicator.objects.get(unit="days")
    record(phone, indicator, "31")
    observation = Observation.objects.get()
    peer.goto(observation.get_absolute_url())
    peer.get_by_text("Return it").first.click()
    peer.locator("[name=reason]").fill("Which register is this from?")
    press(peer, "Return it")
    phone.goto(f"{observation.get_absolute_url()}edit/")
    phone.locator("[name=value]").fill("13")
    press(phone, "Save and submit")
    peer.goto(observation.get_absolute_url())
    press(peer, "Approve")
    observation.refresh_from_db()
    assert (observation.state, observation.value, observation.verified_name) == ("approved", 13, "Ama Owusu")

    harvest(phone)
    outcome = HarvestedOutcome.objects.get()
    for page in (phone, peer):
        show(page, outcome)
    assert words_on_the_portfolio(reader) == ("Self-reported", "self-reported")

    peer.goto(outcome.get_absolute_url())
    peer.get_by_role("link", name="Say whether it is so").click()
    peer.get_by_text("Yes, it is so").click()
    peer.click("main .btn-primary")
    peer.wait_for_load_state()
    assert words_on_the_portfolio(reader) == ("Corroborated", "corroborated")

    ask_outside(phone, outcome)
    answer_from_outside(open_page(width=390, scripts=False))
    assert words_on_the_portfolio(reader) == ("Independently verified", "independently-verified")


def with_costs(number):
    """A partnership whose costs are told by both sides, and an outcome that only one side tells."""
    partnership = partnership_between(title=f"A partnership with costs {number}")
    for side in (Side.DEMAND, Side.SUPPLY):
        CostLine.objects.create(
            partnership=partnership,
            payer=partnership.members.get(side=side).institution,
            kind="cash",
            amount=1000,
            currency="USD",
            ends_on=date(2025, 6, 30),
            visibility="public",
        )
    return HarvestedOutcomeFactory(partnership=partnership)


def corroborate(outcome):
    member = outcome.partnership.members.get(side=Side.SUPPLY)
    PartnerWord.objects.create(
        outcome=outcome,
        institution=member.institution,
        side=member.side,
        revision=outcome.revision,
        verdict="agree",
        by_name="Ama Owusu",
    )


def test_a_cost_per_outcome_is_refused_until_enough_is_corroborated(open_page):
    outcomes = [with_costs(number) for number in range(5)]
    reader = open_page(width=390)

    reader.goto("/en/results/costs/")
    expect(reader.get_by_text("No cost per outcome is shown.")).to_be_visible()

    for outcome in outcomes:
        corroborate(outcome)
    PortfolioFigures.objects.all().delete()  # ten minutes pass
    reader.goto("/en/results/costs/")
    expect(reader.get_by_role("heading", name="Cost per corroborated outcome")).to_be_visible()
    expect(reader.get_by_text("No cost per outcome is shown.")).to_have_count(0)
