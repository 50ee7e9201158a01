"""Who can confirm for the other side? A row for each institution whose word is missing; a POST sends links."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import Membership
from mail.models import Message
from partnerships.models import Contact, SideLink
from partnerships.services import confirmations
from tests.factories import InstitutionFactory, PartnershipMemberFactory, UserFactory, member_of, partnership_between
from tests.partnerships.by_link import CONFIRMS, answer, link_for, url_of, waiting_record
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db
AMA = {"address": "Ama@Statistics.example", "name": "Ama Mensah", "language": "fr"}


@pytest.fixture
def record():
    record = waiting_record()
    confirmations.record_submission(partnership=record, by=record.officer)
    return record


@pytest.fixture
def officer(client, record):
    client.force_login(record.officer)
    return record.officer


def page_of(record):
    return reverse("partnerships:ask", args=[record.slug])


def row(record, **fields):
    return {f"ask-{record.asks.pk}-{name}": value for name, value in fields.items()}


def test_only_those_whose_word_is_missing_have_a_row(client, record, officer):
    page = client.get(page_of(record))

    assert [each.institution for each in page.context["rows"]] == [record.asks]


def test_a_link_goes_out_and_the_person_is_kept(client, record, officer):
    page = client.post(page_of(record), row(record, **AMA))

    link, contact = SideLink.objects.get(), Contact.objects.get()
    assert page.status_code == 302
    assert (link.address, link.language, link.institution) == ("ama@statistics.example", "fr", record.asks)
    assert (contact.email, contact.name, contact.added_by) == ("ama@statistics.example", "Ama Mensah", officer)
    assert Message.objects.get(purpose="side-link-confirm").language == "fr"


def test_a_known_contact_is_asked_by_a_choice(client, record, officer):
    ama = Contact.objects.create(
        partnership=record, institution=record.asks, name="Ama", email="ama@statistics.example", added_by=officer
    )

    client.post(page_of(record), row(record, who=str(ama.pk)))

    assert SideLink.objects.get().address == ama.email
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"address": "ama@statistics.example\r\nBcc: evil@x.example", "name": "Ama"}, "address"),
        ({"address": "a" * 310 + "@x.example", "name": "Ama"}, "address"),
        ({"address": "a@b", "name": "Ama"}, "address"),
        ({"address": "a@x.example,b@x.example", "name": "Ama"}, "address"),
        ({"address": '"a b"@x.example', "name": "Ama"}, "address"),
        ({"address": "a@[127.0.0.1]", "name": "Ama"}, "address"),
        ({"name": "Ama"}, "address"),
        ({"address": "ama@statistics.example"}, "name"),
        ({"address": "ama@statistics.example", "name": "\x00"}, "name"),
        ({"address": "ama@statistics.example", "name": "Ama", "language": "xx"}, "language"),
    ],
)
def test_a_wrong_row_says_so_beside_its_field_and_asks_nobody(client, record, officer, fields, wrong):
    before = hash_of_all_tables()

    page = client.post(page_of(record), row(record, **({"language": "en"} | fields)))

    assert page.status_code == 200
    assert list(page.context["rows"][0].errors) == [wrong]
    assert hash_of_all_tables() == before


def test_an_international_address_is_written_down_in_ascii(client, record, officer):
    client.post(page_of(record), row(record, **AMA | {"address": "ama@münster.example"}))

    assert SideLink.objects.get().address == "ama@xn--mnster-3ya.example"


def test_ones_own_address_is_refused(client, record, officer):
    page = client.post(page_of(record), row(record, **AMA | {"address": officer.email.upper()}))

    assert "Nobody answers for both sides" in page.content.decode()
    assert not SideLink.objects.exists()


def test_a_colleagues_address_is_refused(client, record, officer):
    colleague = member_of(record.offers, Membership.Role.STAFF)

    page = client.post(page_of(record), row(record, **AMA | {"address": colleague.email}))

    assert "someone from another side" in page.content.decode()
    assert not SideLink.objects.exists()


def test_the_good_row_goes_and_the_bad_one_is_named(client, record, officer):
    second = InstitutionFactory()
    PartnershipMemberFactory(partnership=record, institution=second, side="demand")
    data = row(record, **AMA) | {f"ask-{second.pk}-address": "broken", f"ask-{second.pk}-name": "Kofi"}

    page = client.post(page_of(record), data)

    assert SideLink.objects.get().institution == record.asks
    assert [each.institution for each in page.context["rows"] if each.errors] == [second]
    assert "broken" in page.content.decode()


def test_an_empty_page_asks_nobody(client, record, officer):
    page = client.post(page_of(record), row(record, address="", name="", language="en"))

    assert page.status_code == 302
    assert (SideLink.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_new_link_is_sent_in_the_place_of_the_first(client, record, officer):
    first = link_for(record)

    client.post(reverse("partnerships:ask_again", args=[record.slug, first.pk]))

    first.refresh_from_db()
    assert first.replaced_at is not None
    assert SideLink.objects.open().get().address == first.address


def test_another_party_reads_no_more_than_a_hint_of_an_address(client, record):
    link_for(record)
    funder = InstitutionFactory()
    PartnershipMemberFactory(partnership=record, institution=funder, side="funder")
    client.force_login(member_of(funder))

    text = client.get(page_of(record)).content.decode()

    assert "a…@statistics.example" in text
    assert "ama@statistics.example" not in text


def test_a_stranger_learns_nothing_of_who_was_asked(client, record):
    client.force_login(member_of(InstitutionFactory()))

    assert client.get(page_of(record)).status_code == 404


def test_a_member_of_a_party_without_a_say_asks_nobody(client, record):
    client.force_login(member_of(record.offers, Membership.Role.STAFF))

    assert client.get(page_of(record)).status_code == 403


def test_links_of_another_record_are_not_renewed_from_here(client, record, officer):
    other = waiting_record_of(record)
    link = link_for(other)

    answer_to = client.post(reverse("partnerships:ask_again", args=[record.slug, link.pk]))

    assert answer_to.status_code == 404


def waiting_record_of(record):
    other = partnership_between(record.asks, InstitutionFactory(), standing="one_side", visibility="parties")
    other.asks, other.officer = record.asks, UserFactory()
    return other


def test_nothing_is_left_to_ask_once_all_have_spoken(client, record, officer):
    answer(Client(), url_of(link_for(record)), **CONFIRMS)

    assert "Nobody’s word is missing" in client.get(page_of(record)).content.decode()


def test_the_page_takes_as_many_queries_for_ten_links_as_for_one(client, record, officer, django_assert_num_queries):
    link_for(record, address="a0@statistics.example")
    with CaptureQueriesContext(connection) as one:
        client.get(page_of(record))
    for n in range(1, 10):
        link_for(record, address=f"a{n}@statistics.example")
        Contact.objects.create(
            partnership=record, institution=record.asks, name="A", email=f"a{n}@statistics.example", added_by=officer
        )

    with django_assert_num_queries(len(one)):
        client.get(page_of(record))
