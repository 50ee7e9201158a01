"""Sending a side its signed link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.signed_links import BadLink
from mail.models import Message
from partnerships.asking.letters import ask_for_confirmation
from partnerships.asking.links import MOST_TO_AN_ADDRESS, CannotSend, link_of, renew_link, send_link, token_for
from partnerships.models import Contact, Partnership, SideLink
from partnerships.services.asking_contacts import ask_contact
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
AMA = "ama@bureau.example"


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def record(offering_person):
    offers = offering_person.memberships.get().institution
    one_side = Partnership.Standing.ONE_SIDE
    return partnership_between(
        None, offers, standing=one_side, visibility="parties", reported_by=offers, title="Xylophone accounts"
    )


@pytest.fixture
def asks(record):
    return record.members.get(side="demand").institution


def test_the_letter_carries_the_link_in_the_readers_language(record, asks, offering_person):
    link = send_link(partnership=record, institution=asks, address=AMA, language="fr", by=offering_person)

    assert f"/fr/c/{token_for(link)}/" in Message.objects.get(recipient=AMA).text


def test_the_letter_to_an_unknown_address_holds_nothing_that_a_person_wrote(record, asks, offering_person):
    send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    letter = Message.objects.get(recipient=AMA)
    assert "Xylophone" not in letter.subject + letter.text + letter.html


def test_a_token_leads_back_to_its_link(record, asks, offering_person):
    link = send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    assert link_of(token_for(link)) == link


def test_a_changed_token_leads_nowhere(record, asks, offering_person):
    link = send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    with pytest.raises(BadLink):
        link_of(token_for(link)[:-1])


def test_an_institution_that_takes_no_part_is_sent_nothing(record, offering_person):
    with pytest.raises(CannotSend):
        send_link(partnership=record, institution=InstitutionFactory(), address=AMA, by=offering_person)


def test_the_address_of_another_partys_person_is_refused(record, asks, offering_person):
    colleague = member_of(offering_person.memberships.get().institution)

    with pytest.raises(CannotSend):
        send_link(partnership=record, institution=asks, address=colleague.email, by=offering_person)


def test_an_address_that_speaks_for_one_side_is_refused_for_the_other(record, asks, offering_person):
    send_link(partnership=record, institution=asks, address=AMA, by=offering_person)
    offers = offering_person.memberships.get().institution

    with pytest.raises(CannotSend):
        send_link(partnership=record, institution=offers, address=AMA.upper(), by=None)


def test_an_address_gets_three_letters_a_day_and_no_more(record, asks, offering_person):
    for _ in range(MOST_TO_AN_ADDRESS):
        send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    with pytest.raises(CannotSend):
        send_link(partnership=record, institution=asks, address=AMA, by=offering_person)


def test_a_new_link_takes_the_place_of_the_open_one(record, asks, offering_person):
    first = send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    second = send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    assert list(SideLink.objects.open()) == [second]
    assert SideLink.objects.get(pk=first.pk).replaced_at is not None


def test_a_link_that_ended_is_sent_anew_to_the_same_address(record, asks, offering_person):
    link = send_link(partnership=record, institution=asks, address=AMA, language="es", by=offering_person)
    SideLink.objects.update(expires_at=timezone.now() - timedelta(days=1))

    renewed = renew_link(link=link)

    assert (renewed.address, renewed.language, renewed.institution) == (AMA, "es", asks)
    assert Message.objects.filter(recipient=AMA).count() == 2


def test_contacts_of_a_side_without_an_account_are_asked_by_link(record, asks):
    Contact.objects.create(partnership=record, institution=asks, name="Ama Mensah", email=AMA, language="fr")

    ask_for_confirmation(partnership=record)

    assert list(SideLink.objects.values_list("address", "language", "name")) == [(AMA, "fr", "Ama Mensah")]


def test_who_was_asked_is_not_asked_again_while_the_link_is_open(record, asks):
    Contact.objects.create(partnership=record, institution=asks, name="Ama Mensah", email=AMA)

    for _ in range(2):
        ask_for_confirmation(partnership=record)

    assert SideLink.objects.count() == 1


def test_where_there_is_a_focal_point_contacts_are_left_in_peace(record, asks):
    member_of(asks)
    Contact.objects.create(partnership=record, institution=asks, name="Ama Mensah", email=AMA)

    ask_for_confirmation(partnership=record)

    assert SideLink.objects.count() == 0


def test_asking_the_same_address_twice_in_a_moment_sends_one_letter(record, asks, offering_person):
    def ask():
        return ask_contact(
            partnership=record,
            institution=asks,
            address=AMA,
            name="Ama",
            language="en",
            by=offering_person,
        )

    assert ask() == ask()
    assert Message.objects.filter(purpose="side-link-confirm").count() == 1


def test_renewing_a_link_twice_in_a_moment_sends_one_letter(record, asks, offering_person):
    link = send_link(partnership=record, institution=asks, address=AMA, by=offering_person)

    assert renew_link(link=link) == renew_link(link=link)
    assert SideLink.objects.count() == 2


def test_nobody_is_asked_about_a_private_draft(record, asks, offering_person):
    Partnership.objects.filter(pk=record.pk).update(visibility="private", standing="one_side")

    with pytest.raises(CannotSend):
        send_link(partnership=record, institution=asks, address=AMA, by=offering_person)
