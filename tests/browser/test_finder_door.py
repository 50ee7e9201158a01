"""The public door: two questions on a phone, without an account; people; why they stand there, and how that is counted."""

import pytest

from tests.browser.peers import CLOSE, FLUENT, PAST, PROBLEM, criteria, make_peers, names, reasons, weigh
from tests.browser.steps import press
from tests.factories import InstitutionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKS = "Audit Office of Kenya"
NOT_RECORDED = "The register holds no partnership in which it shared its experience. Log one"
REASONS = {
    "Same problem": "In common: audit, findings, repeated",
    "Comparable context": "Ministry, as you",
    "Language": "No language is known of this institution. Add it",
    "Evidence of past results": NOT_RECORDED,
    "Time available": "2 of 2 places free",
}
CRITERIA = {
    "Sector": "Public oversight",
    "Development goals": "You have chosen no target of the development goals. Add it",
    "Same problem": "In common: audit, findings, repeated",
    "Past results": NOT_RECORDED,
    "Language": "No language is known of this institution. Add it",
    "Income of the country": "Lower middle income, as you",
    "Region": "Eastern Africa, as you",
    "Legal tradition": "The legal tradition of your country is not known.",
    "Kind and size of institution": "Ministry, as you",
    "Stage of the reform": "How far their own reform is was not said. The offer",
    "Form of working together": "Which forms of working together they prefer was not said. The offer",
    "Time available": "2 of 2 places free",
}


@pytest.fixture(autouse=True)
def register():
    make_peers()
    InstitutionFactory(name=ASKS, slug="audit-office-of-kenya", kind="ministry", languages=["en"])


def weights(page):
    """What all criteria count together, for who asks and for who offers."""
    rows = [row.locator("td.num").all_inner_texts() for row in page.locator(".peers-weights tbody tr").all()]
    return [sum(float(row[side]) for row in rows if row) for side in (0, 1)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_two_questions_lead_to_people_and_each_opens_into_its_reasons(open_page, scripts):
    phone = open_page("/en/", width=390, scripts=scripts)
    phone.goto("/en/peers/")
    assert phone.locator("main").get_by_role("textbox").count() == 2

    phone.get_by_label("What are you trying to change?").fill(PROBLEM)
    phone.get_by_label("Who are you?").fill(ASKS)
    press(phone, "Find peers")
    assert names(phone) == [FLUENT, CLOSE, PAST]
    assert reasons(phone, CLOSE) == REASONS

    phone.get_by_label("Sector").select_option("15125")
    phone.locator("summary", has_text="What matters most").click()
    weigh(phone, "Same problem", 4)
    assert names(phone) == [CLOSE, FLUENT, PAST]
    assert criteria(phone, CLOSE) == CRITERIA

    shared = open_page(phone.url)
    assert names(shared) == [CLOSE, FLUENT, PAST]

    phone.get_by_role("link", name="How the order is worked out").first.click()
    assert phone.locator("h1").inner_text() == "How the order is worked out"
    assert weights(phone) == [100, 100]


def test_two_peers_stand_side_by_side_with_the_same_question(open_page):
    phone = open_page("/en/peers/", width=390, scripts=False)
    phone.get_by_label("What are you trying to change?").fill(PROBLEM)
    press(phone, "Find peers")
    for name in (CLOSE, FLUENT):
        phone.get_by_role("checkbox", name=f"Compare {name}").check()
    press(phone, "Compare those ticked")

    head = phone.locator(".peers-beside thead th a").all_inner_texts()
    lines = phone.locator(".peers-beside tbody tr")
    said = {line.locator("th").inner_text(): line.locator("td").all_inner_texts() for line in lines.all()}
    assert sorted(head) == [FLUENT, CLOSE]
    assert said["Time available"] == ["2 of 2 places free"] * 2
    assert len(said) == 12 + 3
