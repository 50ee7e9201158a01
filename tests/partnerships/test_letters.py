"""The mails of the second voice: what is in them, for whom, and when they are no longer wanted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import User
from core.registry import mail_purpose
from mail.models import Message
from partnerships.asking.letters import ask_for_confirmation
from partnerships.asking.links import renew_link
from partnerships.models import Partnership, SideLink
from partnerships.services import confirmations, corrections, objections, terms
from tests.factories import member_of
from tests.partnerships.by_link import CONFIRMS, WHO, answer, link_for, url_of, waiting_record

pytestmark = pytest.mark.django_db
TITLE = 'Click "here" <b>http://evil.example</b>'


@pytest.fixture
def record():
    record = waiting_record(title=TITLE, problem="An unheard problem.")
    confirmations.record_submission(partnership=record, by=record.officer)
    return record


@pytest.fixture
def partner(record):
    return member_of(record.asks)


def letter(purpose):
    return Message.objects.filter(purpose=purpose).latest("pk")


def wanted(message):
    return mail_purpose(message.purpose).still_wanted([message.pk]) == {message.pk}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_link_comes_in_the_language_of_its_reader_with_both_twins(record, language):
    link_for(record, language=language)

    message = letter("side-link-confirm")
    assert f"/{language}/c/" in message.text
    assert f"/{language}/c/" in message.html
    assert f'lang="{language}"' in message.html


def test_mail_to_an_unverified_address_names_institutions_only(record):
    link_for(record, name="Dear <b>friend</b>, http://evil.example")

    message = letter("side-link-confirm")
    for text in (message.subject, message.text, message.html):
        assert "evil.example" not in text
        assert "unheard problem" not in text
        assert "friend" not in text
    assert "Statistics Norway" in message.text


def test_the_text_of_a_link_is_erased_once_it_is_sent():
    assert mail_purpose("side-link-confirm").confidential
    assert mail_purpose("side-link-terms").confidential


def test_a_link_that_was_answered_replaced_or_has_ended_is_not_sent(record):
    link = link_for(record)
    first = letter("side-link-confirm")
    was_wanted = wanted(first)
    renewed = renew_link(link=link)
    second = letter("side-link-confirm")
    SideLink.objects.filter(pk=renewed.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert (was_wanted, wanted(first), wanted(second)) == (True, False, False)


def test_the_owner_is_told_of_corrections(client, record):
    url = url_of(link_for(record))
    answer(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-summary": "Other words."})

    message = letter("corrections-proposed")
    assert message.recipient == record.officer.email
    assert f"/en/partnerships/{record.slug}/corrections/" in message.text
    assert "<b>http" not in message.html


def test_who_proposed_in_the_portal_is_told_of_a_remark(record, partner):
    correction = record.corrections.create(
        institution=record.asks, side="demand", field="summary", proposed="Other words.", by=partner, by_name="Ama"
    )

    corrections.discuss_correction(correction=correction, text="Why <b>that</b>?", by=record.officer)

    message = letter("correction-remark")
    assert message.recipient == partner.email
    assert "Why <b>that</b>?" in message.text
    assert "<b>that" not in message.html


def test_who_proposed_in_the_portal_is_told_that_it_was_accepted(record, partner):
    correction = record.corrections.create(
        institution=record.asks, side="demand", field="summary", proposed="Other words.", by=partner, by_name="Ama"
    )

    corrections.accept_corrections(corrections=[correction], by=record.officer)

    assert letter("corrections-accepted").recipient == partner.email


def test_the_secretariat_is_told_of_an_objection_even_without_an_account(record, partner, settings):
    objections.object_to_partnership(partnership=record, reason="We never met.", by=partner)

    message = Message.objects.get(purpose="objection", recipient=settings.SECRETARIAT_EMAIL.lower())
    assert "We never met." in message.text
    assert wanted(message)


def test_who_signs_next_and_then_both_are_told(record, partner):
    version = terms.write_terms(partnership=record, text="Twice a year.", by=partner)
    terms.sign_terms(terms=version, by=partner)
    awaiting = letter("terms-to-sign")
    terms.sign_terms(terms=version, by=record.officer)

    signed = Message.objects.filter(purpose="terms-signed").values_list("recipient", flat=True)
    assert awaiting.recipient == record.officer.email
    assert set(signed) == {partner.email, record.officer.email}


@pytest.mark.parametrize("since", ["confirmed", "worded anew", "left", "closed"])
def test_nobody_is_asked_for_a_word_that_is_not_missing_any_more(record, partner, since):
    ask_for_confirmation(partnership=record)
    asked = letter("confirmation-asked")
    was_wanted = wanted(asked)

    if since == "confirmed":
        colleague = member_of(record.asks)
        confirmations.confirm_partnership(partnership=record, agreed_visibility="public", by=colleague)
    elif since == "worded anew":
        Partnership.objects.filter(pk=record.pk).update(title="Surveys on paper")
    elif since == "left":
        partner.memberships.update(status="ended")
    else:
        User.objects.filter(pk=partner.pk).update(is_active=False)

    assert (asked.recipient, was_wanted, wanted(asked)) == (partner.email, True, False)


@pytest.mark.parametrize("since", ["signed", "written anew", "left"])
def test_nobody_is_asked_for_a_signature_that_is_not_missing_any_more(record, partner, since):
    version = terms.write_terms(partnership=record, text="Twice a year.", by=partner)
    terms.sign_terms(terms=version, by=partner)
    asked = letter("terms-to-sign")
    was_wanted = wanted(asked)

    if since == "signed":
        terms.sign_terms(terms=version, by=record.officer)
    elif since == "written anew":
        terms.write_terms(partnership=record, text="Three times a year.", by=partner)
    else:
        record.officer.memberships.update(status="ended")

    assert (asked.recipient, was_wanted, wanted(asked)) == (record.officer.email, True, False)


def test_both_sides_are_told_once_it_is_confirmed(client, record, partner):
    answer(client, url_of(link_for(record)), **CONFIRMS)

    told = Message.objects.filter(purpose="partnership-confirmed").values_list("recipient", flat=True)
    assert set(told) == {partner.email, record.officer.email}


def test_a_letter_is_dropped_for_who_may_no_longer_read_the_record(record, partner):
    objections.object_to_partnership(partnership=record, reason="We never met.", by=partner)
    message = Message.objects.get(purpose="objection", recipient=record.officer.email)
    was_wanted = wanted(message)
    record.officer.memberships.all().delete()

    assert (was_wanted, wanted(message)) == (True, False)


def test_a_letter_about_a_deleted_record_is_dropped(record, partner, settings):
    objections.object_to_partnership(partnership=record, reason="We never met.", by=partner)
    message = Message.objects.get(purpose="objection", recipient=settings.SECRETARIAT_EMAIL.lower())
    confirmations.delete_partnership(partnership=Partnership.objects.get(pk=record.pk), by=partner)

    assert not wanted(message)


def test_who_answered_by_link_is_told_once_that_both_sides_agree(client, record):
    url = url_of(link_for(record, language="fr"))
    answer(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-title": "A better title"})
    before = Message.objects.filter(purpose="side-link-settled").count()

    corrections.accept_corrections(corrections=record.corrections.open(), by=record.officer)

    message = Message.objects.get(purpose="side-link-settled")
    assert before == 0
    assert (message.recipient, message.language) == ("ama@statistics.example", "fr")
    assert "A better title" not in message.text
    assert "/fr/c/" in message.text
    assert wanted(message)
