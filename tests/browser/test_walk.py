"""From a stranger to a public record: the whole way that the portal exists for, in a real browser."""

import json
import urllib.request

import pytest

from community.models import Membership, User
from partnerships.models import Partnership
from tests.browser.steps import log_partnership, mailed_code, press
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


@pytest.fixture
def offices():
    asks = InstitutionFactory(name="National Statistical Office", country=CountryFactory(iso2="MW", name_en="Malawi"))
    offers = InstitutionFactory(name="Institute of Figures", country=CountryFactory(iso2="RW", name_en="Rwanda"))
    return asks, offers


@pytest.fixture
def secretariat():
    return UserFactory(role=User.Role.EDITOR)


def sign_up(page, name, address):
    page.goto("/accounts/signup/")
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    page.fill("[name=password1]", PASSWORD)
    press(page, "Create account")
    page.fill("[name=code]", mailed_code(address))
    page.click("main form .btn-primary")
    page.wait_for_load_state()


def ask_to_join(page, institution):
    page.goto(institution.get_absolute_url())
    page.get_by_role("link", name="Ask to join").first.click()
    page.get_by_label("Focal point").check()
    page.click("main form .btn-primary")
    page.wait_for_load_state()


def verify(page, institution):
    page.goto(f"{institution.get_absolute_url()}members/")
    press(page, "Verify")


def exported(live_server):
    with urllib.request.urlopen(f"{live_server.url}/en/partnerships/export.json") as answer:
        return json.load(answer)


@pytest.mark.parametrize("width", [1280, 390])
def test_from_sign_up_to_a_record_of_both_sides(open_page, live_server, offices, secretariat, width):
    asks, offers = offices
    other_side = member_of(offers)
    page = open_page("/en/", width=width)

    sign_up(page, "Grace Banda", "grace@example.org")
    ask_to_join(page, asks)
    verify(open_page("/en/", width=width, user=secretariat), asks)
    assert Membership.objects.get(institution=asks).status == Membership.Status.ACTIVE

    log_partnership(page, asks, offers, "The business survey comes three years late.")
    record = Partnership.objects.get()
    assert exported(live_server)["count"] == 0

    second = open_page(record.get_absolute_url(), width=width, user=other_side)
    second.get_by_role("link", name="Read and confirm").click()
    press(second, "Confirm this record")

    directory = open_page("/en/partnerships/", width=width)
    assert record.title in directory.locator("main").inner_text()
    assert "1 partnership" in directory.locator("main").inner_text()
    assert [row["slug"] for row in exported(live_server)["results"]] == [Partnership.objects.get().slug]
