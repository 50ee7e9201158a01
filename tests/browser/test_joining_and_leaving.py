"""Coming in by an invitation, and leaving with a colleague in one's place, in a real browser."""

import re
from urllib.parse import urlsplit

import pytest

from community.models import Membership
from core.signed_links import sign
from partnerships.models import Holding
from partnerships.services.holdings import hold_partnership
from tests.browser.steps import mailed, mailed_code, press
from tests.browser.test_accessibility import check, serious_faults
from tests.factories import InstitutionFactory, InvitationFactory, member_of, partnership_between

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


def test_an_invited_person_signs_up_on_a_phone_and_lands_where_the_invitation_points(open_page, focal_point):
    desk = open_page(
        "/en/institutions/audit-office/invitations/?next=/en/partnerships/audit-followed-up/", user=focal_point
    )
    desk.get_by_label("E-mail addresses").fill("Ada Obi <ada@example.org>, not an address")
    press(desk, "Send the invitations")
    assert "not an address" in desk.get_by_role("alert").inner_text()
    invited = urlsplit(re.search(r"http\S+/invitations/\S+", mailed("ada@example.org"))[0]).path

    phone = open_page(invited, width=390)
    assert serious_faults(phone) == []
    phone.get_by_role("link", name="Create an account").click()
    assert phone.locator("[name=email]").input_value() == "ada@example.org"
    phone.locator("[name=name]").fill("Ada Obi")
    phone.locator("[name=password1]").fill(PASSWORD)
    phone.locator("main form .btn-primary").click()
    phone.locator("[name=code]").fill(mailed_code("ada@example.org"))
    phone.locator("main form .btn-primary").click()
    phone.wait_for_url(f"**{invited}")
    press(phone, "Join Audit Office")

    assert urlsplit(phone.url).path == "/en/partnerships/audit-followed-up/"
    assert "You now belong to Audit Office." in phone.locator("body").inner_text()
    assert Membership.objects.get(user__email="ada@example.org").decided_by == focal_point


def test_who_leaves_gives_the_records_to_a_colleague_who_finds_them(open_page):
    donor = InstitutionFactory(name="Cooperation Agency", kind="donor")
    officer, colleague = member_of(donor, name="Dana Lind"), member_of(donor, name="Sven Ek")
    record = partnership_between(supply=donor, title="Files that reach the court in time", visibility="parties")
    hold_partnership(partnership=record, institution=donor, holder=officer)

    page = open_page("/en/me/memberships/", user=officer)
    page.get_by_role("link", name="Leave").first.click()
    assert serious_faults(page) == []
    press(page, "Leave")
    assert page.locator(".error-box a").count() == 1
    page.get_by_label("Sven Ek").check(force=True)
    press(page, "Leave")

    assert "You have left." in page.locator("body").inner_text()
    assert page.request.get(record.get_absolute_url()).status == 404
    assert Holding.objects.get().holder == colleague
    assert record.title in mailed(colleague.email)
    assert record.title in open_page("/en/portfolio/", user=colleague).locator("main").inner_text()


def test_a_long_address_stays_on_a_phone(open_page, focal_point):
    address = "a.very.long.address.of.somebody@directorate-general.ministry-of-finance.example"
    invitation = InvitationFactory(institution=focal_point.memberships.get().institution, email=address)
    page = open_page("/en/", width=390, user=focal_point)

    pages = ["institutions/audit-office/invitations/", f"invitations/{sign('invitation', invitation.pk)}/"]
    assert check(page, pages, "en") == {}
