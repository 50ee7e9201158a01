"""From a published file to partnerships, page by page; and what may be done by whom."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from community.models import Institution
from core.models import Visibility
from iati import personal_data
from iati.models import PublishedActivity, Reading, Source
from iati.services import writing
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db
FILE = """<iati-activities version="2.03">
<iati-activity xml:lang="en" default-currency="SEK"><iati-identifier>SE-0-1</iati-identifier>
<reporting-org ref="SE-0" type="10"><narrative>Sida</narrative></reporting-org>
<title><narrative>{title}</narrative></title><description type="1"><narrative>Two offices learn.</narrative></description>
<participating-org role="1" ref="SE-0" type="10"><narrative>Sida</narrative></participating-org>
<participating-org role="4" ref="SE-2021000837" type="10"><narrative>Statistics Sweden</narrative></participating-org>
<participating-org role="4" type="10"><narrative>Statistics Office of Kenya</narrative></participating-org>
<activity-status code="2"/><activity-date type="2" iso-date="2024-03-01"/><recipient-country code="KE"/>
<policy-marker vocabulary="1" code="1" significance="2"/>
<transaction><transaction-type code="3"/><transaction-date iso-date="2024-05-01"/><value value-date="2024-05-01">1000</value></transaction>
</iati-activity>
<iati-activity><iati-identifier>SE-0-2</iati-identifier><title><narrative>Roads</narrative></title></iati-activity>
</iati-activities>"""


@pytest.fixture
def donor():
    CountryFactory(iso2="KE", name_en="Kenya")
    CountryFactory(iso2="SE", name_en="Sweden")
    sida = InstitutionFactory(name="Sida", slug="sida", kind="donor", org_identifier="SE-0")
    return MembershipFactory(institution=sida, role="focal_point").user


def upload(client, title="Twinning of statistics offices"):
    file = SimpleUploadedFile("sida.xml", FILE.format(title=title).encode())
    return client.post(reverse("iati:index"), {"way": "file", "file-file": file}, follow=True)


def bring(client, title="Twinning of statistics offices"):
    upload(client, title)
    return Reading.objects.latest("pk")


def choose(client, reading, *identifiers):
    shown = dict(reading.activities.values_list("identifier", "pk"))
    data = {"shown": list(shown.values()), "ticked": [shown[each] for each in identifiers], "then": "sides"}
    return client.post(reverse("iati:choose", args=[reading.pk]), data, follow=True)


def confirm(client, reading, sides, **more):
    data = {}
    for row in reading.activities.filter(is_chosen=True):
        data[f"a{row.pk}-said"] = "1"
        for place, organisation in enumerate(row.proposal):
            data[f"a{row.pk}-side_{place}"] = sides.get(organisation["name"], organisation["side"]) or "none"
        data |= {f"a{row.pk}-{name}": added for name, added in more.items()}
    return client.post(reverse("iati:sides", args=[reading.pk]), data, follow=True)


def write(client, reading):
    return client.post(reverse("iati:write", args=[reading.pk]), follow=True)


SIDES = {"Sida": "funder", "Statistics Sweden": "supply", "Statistics Office of Kenya": "demand"}


def through(client, title="Twinning of statistics offices"):
    reading = bring(client, title)
    choose(client, reading, "SE-0-1")
    confirm(client, reading, SIDES)
    write(client, reading)
    return reading


def test_a_donor_takes_over_what_it_ticks_with_the_sides_it_confirms(client, donor):
    client.force_login(donor)

    through(client)

    record = Partnership.objects.get()
    members = {member.name: member.side for member in record.members.all()}
    assert (record.title, record.iati_identifier, record.stage) == (
        "Twinning of statistics offices",
        "SE-0-1",
        "exchanging",
    )
    assert members == SIDES
    assert (record.standing, record.visibility, record.created_by) == ("one_side", Visibility.PARTIES, donor)
    assert [(cost.amount, cost.currency) for cost in record.costline_set.all()] == [(1000, "SEK")]


def test_guesses_are_offered_with_their_reasons(client, donor):
    client.force_login(donor)

    page = choose(client, bring(client), "SE-0-1")

    proposal = PublishedActivity.objects.get(identifier="SE-0-1").proposal
    assert {each["name"]: each["side"] for each in proposal} == SIDES
    assert "is of the country that receives it" in page.content.decode()


def test_what_may_be_a_twinning_comes_first_and_says_why(client, donor):
    client.force_login(donor)

    page = upload(client)

    assert [row["activity"].identifier for row in page.context["rows"]] == ["SE-0-1"]
    assert "Title or description say “twinning”" in page.content.decode()
    assert Partnership.objects.count() == 0


def test_nothing_is_written_before_sides_are_said(client, donor):
    client.force_login(donor)
    reading = bring(client)
    choose(client, reading, "SE-0-1")

    page = write(client, reading)

    assert "Nothing is ready to be written" in page.content.decode()
    assert Partnership.objects.count() == 0


def test_sides_without_anybody_who_asks_are_refused_and_nothing_is_lost(client, donor):
    client.force_login(donor)
    reading = bring(client)
    choose(client, reading, "SE-0-1")

    page = confirm(client, reading, {**SIDES, "Statistics Office of Kenya": "facilitator"})

    (_activity, form), *_others = page.context["forms"]
    assert form.errors["__all__"] == ["Say who asks, or that they share and learn from each other."]
    assert form["side_2"].value() == "facilitator"


def test_who_asks_can_be_added_where_the_file_does_not_name_it(client, donor):
    client.force_login(donor)
    reading = bring(client)
    choose(client, reading, "SE-0-1")
    confirm(client, reading, SIDES | {"Statistics Office of Kenya": "facilitator"}, added_demand="Treasury")

    write(client, reading)

    members = Partnership.objects.get().members.all()
    assert [(m.name, m.place.iso2) for m in members if m.side == "demand"] == [("Treasury", "KE")]


def test_the_same_file_twice_changes_nothing(client, donor):
    client.force_login(donor)
    through(client)
    before = Partnership.objects.values().get()

    reading = bring(client)

    assert list(reading.activities.order_by("position").values_list("outcome", flat=True)) == ["unchanged", "preview"]
    assert Partnership.objects.values().get() == before


def test_what_changed_at_the_source_only_is_taken_over(client, donor):
    client.force_login(donor)
    through(client)

    reading = bring(client, "Twinning, second phase")
    choose(client, reading, "SE-0-1")
    write(client, reading)

    assert Partnership.objects.get().title == "Twinning, second phase"


@pytest.mark.parametrize(("take", "title"), [("here", "Our own title"), ("there", "Twinning, second phase")])
def test_what_was_edited_here_and_changed_there_is_shown_and_asked(client, donor, take, title):
    client.force_login(donor)
    through(client)
    Partnership.objects.update(title="Our own title")

    reading = bring(client, "Twinning, second phase")
    choose(client, reading, "SE-0-1")
    write(client, reading)
    row = PublishedActivity.objects.get(identifier="SE-0-1")
    page = client.get(reverse("iati:activity", args=[row.pk]))
    kept = Partnership.objects.get().title
    client.post(reverse("iati:decide", args=[row.pk]), {"name": "title", "take": take})

    row.refresh_from_db()
    assert [(d.here, d.there) for d in page.context["differences"]] == [("Our own title", "Twinning, second phase")]
    assert (kept, Partnership.objects.get().title, row.differences, row.outcome) == (
        "Our own title",
        title,
        [],
        "unchanged",
    )


def test_the_record_tells_what_was_published_beside_it(client, donor):
    client.force_login(donor)
    through(client)

    page = client.get(Partnership.objects.get().get_absolute_url())

    assert "Gender equality (2)" in page.content.decode()


def test_countries_that_nobody_knows_are_left_out(client, donor):
    client.force_login(donor)
    file = SimpleUploadedFile(
        "odd.xml",
        FILE.format(title="Twinning")
        .replace("Statistics Sweden", "Odd Office")
        .replace("SE-2021000837", "QQ-1")
        .encode(),
    )
    client.post(reverse("iati:index"), {"way": "file", "file-file": file})
    reading = Reading.objects.latest("pk")
    choose(client, reading, "SE-0-1")
    confirm(client, reading, SIDES | {"Odd Office": "supply"})

    write(client, reading)

    connection.check_constraints()
    assert [(i.name, i.country_id) for i in Institution.objects.filter(name="Odd Office")] == [("Odd Office", None)]


BROKEN = {
    "no file": (b"", "The file is empty."),
    "words": (b"hello", "This is not XML: it goes wrong in line 1."),
    "a page": (b"<!DOCTYPE html><html></html>", "The file declares a document type"),
    "json": (b'{"a": 1}', "This is JSON, not XML."),
    "half": (FILE.format(title="x").encode()[:-60], "The file breaks off or goes wrong in line"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_none_says_what_to_mend(client, donor, content, message):
    client.force_login(donor)

    file = SimpleUploadedFile("sida.xml", content)
    page = client.post(reverse("iati:index"), {"way": "file", "file-file": file}, follow=True)

    assert (page.status_code, message in page.content.decode()) == (200, True)
    assert PublishedActivity.objects.count() == 0


@pytest.mark.parametrize("url", ["http://example.org/a.xml", "ftp://example.org/", "nonsense", ""])
def test_an_address_that_is_not_fetched_is_said_beside_the_field(client, donor, url):
    client.force_login(donor)

    page = client.post(reverse("iati:index"), {"way": "address", "address-url": url})

    assert (page.status_code, len(page.context["address_form"].errors["url"])) == (200, 1)
    assert page.context["address_form"]["url"].value() == url
    assert Source.objects.count() == 0


def test_what_the_command_wrote_waits_for_its_sides_and_is_public_once_the_secretariat_confirms(
    client, donor, tmp_path
):
    path = tmp_path / "sida.xml"
    path.write_text(FILE.format(title="Twinning"))
    call_command("import_iati", str(path), verbosity=0)
    reading, before = Reading.objects.get(), Partnership.objects.get(iati_identifier="SE-0-1").visibility
    client.force_login(UserFactory(role="editor"))

    waiting = [
        row["activity"].identifier for row in client.get(f"{reading.get_absolute_url()}?part=sides").context["rows"]
    ]
    choose(client, reading, "SE-0-1")
    confirm(client, reading, SIDES)
    write(client, reading)

    record = Partnership.objects.get(iati_identifier="SE-0-1")
    assert (waiting, before) == (["SE-0-1", "SE-0-2"], Visibility.PARTIES)
    assert (record.visibility, record.standing) == (Visibility.PUBLIC, "public_source")


def test_strangers_find_no_reading_and_members_without_records_bring_none(client, donor):
    client.force_login(donor)
    reading = bring(client)
    addresses = [reading.get_absolute_url(), reading.source.get_absolute_url(), reverse("iati:index")]
    other = MembershipFactory(role="focal_point").user
    member = UserFactory()

    client.force_login(other)
    others = [client.get(address).status_code for address in addresses]
    client.force_login(member)
    members = [client.get(address).status_code for address in addresses]
    client.logout()

    assert (others, members) == ([404, 404, 200], [404, 404, 403])
    assert [client.get(address).status_code for address in addresses] == [302, 302, 302]


@pytest.mark.parametrize("count", [1, 10])
def test_a_reading_costs_the_same_however_many_are_in_it(client, donor, count, django_assert_max_num_queries):
    client.force_login(donor)
    reading = bring(client)
    row = reading.activities.get(identifier="SE-0-1")
    for number in range(count):
        row.pk, row.key = None, f"more-{number}"
        row.save()
    client.get(reading.get_absolute_url())

    with django_assert_max_num_queries(14):
        page = client.get(reading.get_absolute_url())

    assert len(page.context["rows"]) == count + 1


def test_an_error_of_the_database_in_the_last_leaves_everything_as_it_was(client, donor):
    """Another's record that this donor may not see bears the identifier of the second activity."""
    hidden = PartnershipFactory(iati_identifier="SE-0-2", visibility=Visibility.PARTIES, standing="one_side")
    client.force_login(donor)
    reading = bring(client)
    choose(client, reading, "SE-0-1", "SE-0-2")
    proposal = PublishedActivity.objects.get(identifier="SE-0-1").proposal
    reading.activities.update(proposal=proposal)
    for row in reading.activities.all():
        writing.confirm_sides(activity=row, sides=proposal, by=donor)

    page = write(client, reading)

    reading.refresh_from_db()
    assert "nothing was written" in page.content.decode()
    assert (reading.status, list(Partnership.objects.all())) == ("read", [hidden])
    assert not PublishedActivity.objects.filter(written__isnull=False).exists()


def test_of_who_brought_a_file_only_the_name_goes(client, donor):
    client.force_login(donor)
    through(client)
    told = personal_data.tell(donor)["iati_sources"]

    personal_data.forget(donor)

    assert [each["name"] for each in told] == ["sida.xml"]
    assert personal_data.tell(donor) == {"iati_sources": []}
    assert Partnership.objects.filter(iati_identifier="SE-0-1").exists()


@pytest.mark.parametrize("name", ["source", "reading", "publishedactivity"])
def test_the_administration_lists_what_was_brought_without_its_content(admin_client, client, donor, name):
    client.force_login(donor)
    through(client)
    row = apps.get_model("iati", name).objects.first()

    listed = admin_client.get(reverse(f"admin:iati_{name}_changelist"))
    shown = admin_client.get(reverse(f"admin:iati_{name}_change", args=[row.pk]))

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert b"participating" not in shown.content
