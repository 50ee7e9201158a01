"""A donor's published file: its address, what is in it, who asks and who offers, the map; then it changes there."""

import pytest

from iati import tasks
from iati.models import Reading
from partnerships.models import Partnership
from tests.browser.steps import press
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, UserFactory
from tests.iati.tls_server import Site, make_authority, whole

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = """<iati-activities version="2.03">
<iati-activity xml:lang="en" default-currency="SEK"><iati-identifier>SE-0-1</iati-identifier>
<reporting-org ref="SE-0" type="10"><narrative>Swedish Agency</narrative></reporting-org>
<title><narrative>{title}</narrative></title>
<participating-org role="1" ref="SE-0" type="10"><narrative>Swedish Agency</narrative></participating-org>
<participating-org role="4" ref="SE-20210" type="10"><narrative>Office of Figures</narrative></participating-org>
<participating-org role="4" type="10"><narrative>Office of Figures of Kenya</narrative></participating-org>
<activity-status code="2"/><activity-date type="2" iso-date="2024-03-01"/><recipient-country code="KE"/>
</iati-activity>
<iati-activity><iati-identifier>SE-0-2</iati-identifier><title><narrative>Roads</narrative></title></iati-activity>
</iati-activities>"""


@pytest.fixture
def site(tmp_path, settings):
    trusted, with_key = make_authority(tmp_path)
    made = Site(with_key)
    settings.IATI_FETCH_TRUSTS, settings.IATI_FETCH_CA = [made.host], str(trusted)
    yield made
    made.close()


@pytest.fixture
def donor():
    for iso2, name in (("SE", "Sweden"), ("KE", "Kenya")):
        CountryFactory(iso2=iso2, name_en=name)
    agency = InstitutionFactory(name="Swedish Agency", kind="donor", country_id="SE", org_identifier="SE-0")
    return MembershipFactory(institution=agency, role="focal_point").user


def publish(site, title):
    site.answers["/file.xml"] = whole(FILE.format(title=title).encode())


def fetched(page):
    """A worker does its part; whoever waits looks again."""
    tasks.read_source(Reading.objects.latest("pk").pk)
    page.get_by_role("link", name="Look again").click()
    page.wait_for_load_state()


def take_over(page):
    page.get_by_role("link", name="New").first.click()
    page.get_by_role("checkbox", name="Take over Twinning of offices").check()
    press(page, "Take over what is ticked")


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)], ids=["desk", "phone without script"])
def test_a_donor_takes_over_its_published_file_and_decides_on_what_changed(open_page, site, donor, width, scripts):
    publish(site, "Twinning of offices")
    page = open_page("/en/iati/", width=width, user=donor, scripts=scripts)

    page.get_by_label("Address of the file").fill(site.url())
    press(page, "Fetch the file")
    assert page.locator("h1").inner_text() == "The file is being read"
    fetched(page)
    assert "Title or description say “twinning”" in page.locator(".iati-row").first.inner_text()
    take_over(page)
    assert page.get_by_label("Office of Figures of Kenya").input_value() == "demand"
    press(page, "This is how it was")
    press(page, "Write 1 partnership")

    page.get_by_role("link", name="Its partnership").click()
    record = Partnership.objects.get()
    assert page.locator("h1").inner_text() == "Twinning of offices"
    page.goto("/en/partnerships/?view=map")
    assert "Sweden\tKenya\t1" in page.locator("main").inner_text()

    Partnership.objects.update(title="Our two offices")
    publish(site, "Twinning of offices, second phase")
    page.goto(Reading.objects.latest("pk").source.get_absolute_url())
    press(page, "Look for changes now")
    fetched(page)
    page.get_by_role("link", name="Changed at the source").click()
    page.get_by_role("checkbox").first.check()
    press(page, "Take over what is ticked")
    press(page, "Write 1 partnership")
    page.locator("main").get_by_role("link", name="Twinning of offices, second phase").click()
    difference = page.locator("section", has=page.get_by_role("heading", name="Edited here and changed there"))
    assert "Our two offices" in difference.inner_text()
    press(page, "Take theirs")

    record.refresh_from_db()
    assert record.title == "Twinning of offices, second phase"
    assert page.get_by_role("heading", name="Edited here and changed there").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_an_address_that_cannot_be_fetched_says_so_and_keeps_the_last_good_file(open_page, site, donor, width):
    publish(site, "Twinning of offices")
    page = open_page("/en/iati/", width=width, user=donor)
    page.get_by_label("Address of the file").fill(site.url())
    press(page, "Fetch the file")
    fetched(page)
    site.answers["/file.xml"] = whole(b"", status="500 Oops")

    page.goto(Reading.objects.latest("pk").source.get_absolute_url())
    press(page, "Look for changes now")
    fetched(page)
    failed = page.locator("main").inner_text()
    page.goto(Reading.objects.latest("pk").source.get_absolute_url())

    assert "The site answers with an error (500)." in failed
    assert "What you see is of" in page.locator("main").inner_text()


def test_the_secretariat_sees_a_donors_sources_and_a_stranger_none(open_page, site, donor):
    publish(site, "Twinning of offices")
    page = open_page("/en/iati/", user=donor)
    page.get_by_label("Address of the file").fill(site.url())
    press(page, "Fetch the file")
    source = Reading.objects.latest("pk").source.get_absolute_url()

    secretariat = open_page(source, user=UserFactory(role="editor"))
    stranger = open_page(source, user=MembershipFactory(role="focal_point").user)

    assert secretariat.locator("h1").inner_text() == f"{site.host}/file.xml"
    assert stranger.locator("h1").inner_text() == "There is nothing at this address"
