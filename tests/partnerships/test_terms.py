"""Terms: written in versions, signed by the demand side first, in the portal or by a link."""

import pytest
from django.urls import reverse

from community.models import Membership, User
from mail.models import Message
from partnerships.models import SideLink, Terms
from partnerships.services import terms as services
from partnerships.terms_wording import differences
from tests.factories import InstitutionFactory, PartnershipMemberFactory, UserFactory, member_of
from tests.partnerships.by_link import link_for, url_of, waiting_record
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db
TEXT = "We visit twice a year.\n\nEach side pays its own staff."


@pytest.fixture
def record():
    return waiting_record()


@pytest.fixture
def partner(record):
    return member_of(record.asks)


@pytest.fixture
def version(record, partner):
    return services.write_terms(partnership=record, text=TEXT, by=partner)


def at(name, record, *args):
    return reverse(f"partnerships:{name}", args=[record.slug, *args])


def test_a_party_writes_a_version_beginning_with_the_last(client, record, version, partner):
    client.force_login(partner)

    offered = client.get(at("write_terms", record)).context["form"]["text"].value()
    client.post(at("write_terms", record), {"text": TEXT.replace("twice", "three times")})

    assert offered == TEXT
    assert list(record.terms_set.values_list("number", flat=True)) == [2, 1]


def test_the_same_words_are_no_new_version(client, record, version, partner):
    client.force_login(partner)

    client.post(at("write_terms", record), {"text": TEXT})

    assert record.terms_set.count() == 1


def test_terms_that_are_too_long_are_kept_on_the_page(client, record, partner):
    client.force_login(partner)

    page = client.post(at("write_terms", record), {"text": "word " * 200_000})

    assert "999,999 characters long" in page.content.decode()
    assert not Terms.objects.exists()


def test_both_sides_sign_the_demand_side_first(client, record, version, partner):
    for person in (partner, record.officer):
        client.force_login(person)
        client.post(at("sign_terms", record, 1), {"signs": "on"})

    version.refresh_from_db()
    assert version.demand_signed_by == partner
    assert version.supply_signed_by == record.officer
    assert version.demand_signed_at < version.supply_signed_at


def test_the_supply_side_waits_for_its_turn(client, record, version):
    client.force_login(record.officer)

    page = client.post(at("sign_terms", record, 1), {"signs": "on"})

    version.refresh_from_db()
    assert "The side that asks signs first." in page.content.decode()
    assert version.supply_signed_at is None


def test_nothing_is_signed_without_the_tick(client, record, version, partner):
    client.force_login(partner)

    page = client.post(at("sign_terms", record, 1), {})

    version.refresh_from_db()
    assert "Tick the box to sign." in page.content.decode()
    assert version.demand_signed_at is None


def test_an_older_version_is_signed_no_more(client, record, version, partner):
    services.write_terms(partnership=record, text="Other words.", by=partner)
    client.force_login(partner)

    page = client.post(at("sign_terms", record, 1), {"signs": "on"})

    assert "There is a newer version of the terms" in page.content.decode()


def test_a_link_to_sign_goes_to_somebody_without_an_account(client, record, version, partner):
    client.force_login(partner)
    data = {"address": "ama@statistics.example", "name": "Ama", "language": "en"}

    client.post(at("send_terms", record, 1), {f"ask-{record.asks.pk}-{name}": value for name, value in data.items()})

    link = SideLink.objects.get()
    assert (link.kind, link.terms, link.institution) == ("terms", version, record.asks)
    assert TEXT not in Message.objects.get(purpose="side-link-terms").text


def sign_by_link(client, url, **fields):
    data = {"signs": "on", "name": "Ama Mensah", "job_title": "Director", "website": "", "do": "check"} | fields
    checked = client.post(url, data)
    if "sealed" not in checked.context:
        return checked
    return client.post(url, {"do": "send", "sealed": checked.context["sealed"]})


def test_terms_are_signed_by_link_in_two_steps(client, record, version):
    url = url_of(link_for(record, kind="terms", terms=version))
    before = hash_of_all_tables()
    client.post(url, {"signs": "on", "name": "Ama Mensah", "do": "check"})
    unchanged = hash_of_all_tables() == before

    sign_by_link(client, url)

    version.refresh_from_db()
    assert unchanged
    assert version.demand_signed_name == "Ama Mensah, Director"
    assert "This version is signed for your side" in client.get(url).content.decode()


@pytest.mark.parametrize("wrong", [{"signs": ""}, {"name": ""}, {"website": "x"}])
def test_a_signature_that_lacks_something_is_none(client, record, version, wrong):
    url = url_of(link_for(record, kind="terms", terms=version))

    page = sign_by_link(client, url, **wrong)

    version.refresh_from_db()
    assert page.status_code == 200
    assert version.demand_signed_at is None


def test_by_link_the_supply_side_is_told_to_wait(client, record, version):
    url = url_of(link_for(record, record.offers, "ola@statistics.example", kind="terms", terms=version))

    page = client.get(url)

    assert "The side that asks signs first." in page.content.decode()
    assert "Check your signature" not in page.content.decode()


def test_a_link_signs_once(client, record, version):
    url = url_of(link_for(record, kind="terms", terms=version))
    sign_by_link(client, url)

    assert sign_by_link(client, url, name="Somebody Else").status_code == 409


def test_what_changed_between_versions_is_shown(client, record, version, partner):
    services.write_terms(partnership=record, text=TEXT.replace("twice", "thrice"), by=partner)
    client.force_login(partner)

    text = client.get(at("terms", record)).content.decode()

    assert "<del>twice</del><ins>thrice</ins>" in text


def test_differences_put_together_give_the_later_text():
    pieces = differences(TEXT, "We visit once.")

    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == "We visit once."
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == TEXT


@pytest.mark.parametrize(
    ("format", "kind"), [("txt", "text/plain; charset=utf-8"), ("html", "text/html; charset=utf-8")]
)
def test_a_version_is_taken_along(client, record, version, partner, format, kind):
    client.force_login(partner)

    page = client.get(at("take_terms", record, 1, format))

    assert page["Content-Type"] == kind
    assert "We visit twice a year." in page.content.decode()


def test_another_format_is_not_there(client, record, version, partner):
    client.force_login(partner)

    assert client.get(at("take_terms", record, 1, "docx")).status_code == 404


# Row `partnership.terms[parties]` of the access matrix.
PEOPLE = {
    "anon": lambda record: None,
    "pend": lambda record: UserFactory(),
    "mem": lambda record: member_of(InstitutionFactory(), Membership.Role.STAFF),
    "gov_o": lambda record: member_of(record.asks),
    "gov_x": lambda record: member_of(InstitutionFactory()),
    "don_o": lambda record: donor_of(record),
    "don_x": lambda record: member_of(InstitutionFactory(kind="donor"), Membership.Role.STAFF),
    "ed": lambda record: UserFactory(role=User.Role.EDITOR),
    "adm": lambda record: UserFactory(role=User.Role.ADMINISTRATOR),
}


def donor_of(record):
    donor = InstitutionFactory(kind="donor")
    PartnershipMemberFactory(partnership=record, institution=donor, side="funder")
    return member_of(donor, Membership.Role.STAFF)


@pytest.mark.parametrize(
    ("role", "reads", "writes", "signs"),
    [
        ("anon", 302, 302, 302),
        ("pend", 404, 404, 404),
        ("mem", 404, 404, 404),
        ("gov_o", 200, 200, 302),
        ("gov_x", 404, 404, 404),
        ("don_o", 200, 200, 403),
        ("don_x", 404, 404, 404),
        ("ed", 404, 404, 404),
        ("adm", 404, 404, 404),
    ],
)
def test_who_reads_writes_and_signs_terms(client, record, version, role, reads, writes, signs):
    type(record).objects.filter(pk=record.pk).update(
        visibility="public", standing="public_source", source_url="https://example.org/"
    )
    person = PEOPLE[role](record)
    if person:
        client.force_login(person)

    assert client.get(at("terms", record)).status_code == reads
    assert client.get(at("take_terms", record, 1, "txt")).status_code == reads
    assert client.get(at("write_terms", record)).status_code == writes
    assert client.post(at("sign_terms", record, 1), {"signs": "on"}).status_code == signs
