"""A person logs a partnership, step by step, in a real browser."""

import pytest

from core.models import Visibility
from mail.models import Message
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
START = "/en/partnerships/new/"


@pytest.fixture
def offices():
    """Who asks and who offers; each has a focal point."""
    asker = InstitutionFactory(name="National Statistical Office", country=CountryFactory(iso2="MW", name_en="Malawi"))
    offerer = InstitutionFactory(name="Institute of Statistics", country=CountryFactory(iso2="RW", name_en="Rwanda"))
    return asker, offerer


@pytest.fixture
def author(offices):
    return member_of(offices[0])


def save(page):
    page.locator("main .btn-primary").click()
    page.wait_for_load_state()


def heading(page):
    return page.locator("main h2").first.inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_partnership_is_logged_in_steps(open_page, offices, author, width):
    other = member_of(offices[1])
    page = open_page(START, width=width, user=author)

    page.get_by_label("What is the partner trying to change?").fill("The business survey comes three years late.")
    page.get_by_label("Institution that asks", exact=True).press_sequentially("National Stat")
    page.get_by_role("option", name="National Statistical Office").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    save(page)

    assert heading(page) == "Who offered, and the broker"
    page.locator("#id_supply-0-name").fill("Institute of Statistics")
    save(page)
    page.get_by_role("link", name="Who offered, and the broker").click(force=True)
    assert "South-South" in page.locator(".computed").inner_text()
    save(page)

    assert heading(page) == "Plan and exchanges"
    page.locator("[name=actual_start_month]").fill("03")
    page.locator("[name=actual_start_year]").fill("2024")
    page.locator("[name=actual_end_year]").fill("2023")
    save(page)
    assert page.evaluate("document.activeElement.className") == "error-box"
    page.get_by_role("link", name="The end date must be after March 2024").click()
    assert page.evaluate("document.activeElement.name") == "actual_end_day"
    page.locator("[name=actual_end_year]").fill("2026")
    save(page)

    assert heading(page) == "Results you expect"
    page.get_by_label("What should be different at the end?").fill("Yearly figures from tax records.")
    save(page)

    assert heading(page) == "Check and submit"
    assert "March 2024" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Submit this partnership").click()
    page.wait_for_load_state()

    record = Partnership.objects.get()
    assert (record.visibility, record.direction) == (Visibility.PARTIES, "SS")
    assert (record.actual_start, record.actual_end) == ("2024-03", "2026")
    assert [message.recipient for message in Message.objects.all()] == [other.email]
    assert record.get_absolute_url() in page.url


def test_a_new_institution_is_added_without_javascript(open_page, offices, author):
    page = open_page(START, user=author, scripts=False)

    page.locator("[name=problem]").fill("Audit findings are repeated.")
    page.locator("[name=demand-0-name]").fill("National Statistics Office")
    save(page)
    assert "Did you mean" in page.locator(".did-you-mean").inner_text()
    page.get_by_label("Add “National Statistics Office” as new").check()
    page.locator("[name=demand-0-country]").select_option("RW")
    page.locator("[name=demand-0-kind]").select_option("statistics_office")
    save(page)

    added = Partnership.objects.get().members.get().institution
    assert (added.name, added.country_id, added.kind) == ("National Statistics Office", "RW", "statistics_office")


def test_two_tabs_lose_neither_text(open_page, author):
    page = open_page(START, user=author)
    page.locator("[name=problem]").fill("Audit findings are repeated.")
    page.locator("[name=demand-0-name]").fill("National Statistical Office")
    save(page)
    address = page.url.replace("/offered/", "/results/")
    page.goto(address)
    second = page.context.new_page()
    second.goto(address)

    page.locator("[name=reform]").fill("From the first tab")
    save(page)
    second.locator("[name=reform]").fill("From the second tab")
    save(second)

    assert "From the first tab" in second.locator(".wordings").inner_text()
    assert second.locator("[name=reform]").input_value() == "From the second tab"
    second.get_by_label("What is stored now").check()
    save(second)
    assert Partnership.objects.get().reform == "From the first tab"
