"""Whose consent a wording needs, and what becomes of the word of institutions and people that change."""

import pytest

from community.merging import merge_institutions
from community.models import User
from knowledge.consents import words
from knowledge.models import Consent, ConsentLink, Piece
from knowledge.models.choices import Decision, State
from knowledge.personal_data import tell
from knowledge.services.comments import add_comment
from knowledge.services.consents import Addressee, WordingChanged, give_consent, send_to_partner, take_consent_back
from knowledge.services.erasing import forget_writing
from knowledge.services.publishing import publish_piece
from knowledge.states import WrongState
from mail.models import Message
from tests.factories.community import InstitutionFactory, UserFactory
from tests.knowledge.curating import case
from tests.knowledge.test_publishing import check_now

pytestmark = pytest.mark.django_db


def test_partner_with_an_account_is_asked_by_letter_and_the_authors_side_is_not():
    told = case()
    told.asked()

    assert Message.objects.get(purpose="piece-consent-asked").recipient == told.partner.email
    assert [word.is_agreed for word in words(Piece.objects.get(pk=told.story.pk))] == [True, False]


def test_text_that_tells_of_nobody_else_is_ready_at_once():
    told = case()
    told.story.parties.filter(institution=told.ministry).delete()

    assert told.asked().state == State.READY


def test_agreeing_twice_is_one_word():
    told = case()
    told.agreed()
    told.answered(Decision.AGREED)

    assert Consent.objects.filter(institution=told.ministry).count() == 1


def test_nobody_agrees_to_words_they_have_not_read():
    told = case()
    told.asked()

    with pytest.raises(WordingChanged):
        give_consent(told.story, decision=Decision.AGREED, seen_sha256="0" * 64, by=told.partner)


def test_changes_asked_for_close_the_matter_until_it_is_sent_again():
    told = case()
    told.asked()
    told.answered(Decision.CHANGES, "Say who paid.")

    with pytest.raises(WrongState):
        told.answered(Decision.AGREED)


def test_consent_to_a_text_that_is_ready_is_taken_back():
    told = case()
    told.agreed()

    assert take_consent_back(told.story, by=told.partner).state == State.IN_REVIEW


def test_taking_back_twice_is_one_word():
    told = case()
    told.agreed()
    take_consent_back(told.story, by=told.partner)
    take_consent_back(told.story, by=told.partner)

    assert Consent.objects.filter(decision=Decision.WITHDRAWN).count() == 1


def test_merged_institution_keeps_its_word_and_readers_the_text():
    told = case()
    told.agreed()
    publish_piece(told.story, by=told.editor)
    check_now()
    keep = InstitutionFactory()

    merge_institutions(keep=keep, drop=told.ministry, by=UserFactory(role=User.Role.ADMINISTRATOR))

    check_now()
    piece = Piece.objects.get(pk=told.story.pk)
    assert piece.state == State.PUBLISHED
    assert [(word.institution, word.is_agreed) for word in words(piece)] == [(told.agency, True), (keep, True)]


def test_who_leaves_takes_name_and_address_along_and_leaves_the_word_of_the_institution():
    told = case()
    told.agreed()
    add_comment(told.story, by=told.partner, text="Two peers.")

    forget_writing(told.partner)

    comment = told.story.comments.get()
    assert (comment.by, comment.by_name, comment.text) == (None, "", "Two peers.")
    assert Consent.objects.filter(institution=told.ministry, decision=Decision.AGREED).exists()


def test_link_to_who_leaves_ends_and_forgets_the_address():
    told = case()
    told.partner.memberships.all().delete()
    told.submitted()
    send_to_partner(told.story, addressees={told.ministry.pk: Addressee(told.partner.email, "Ama")}, by=told.editor)

    forget_writing(told.partner)

    link = ConsentLink.objects.get()
    assert (link.address, link.name) == (f"erased-{told.partner.pk}@erased.invalid", "")
    assert link.replaced_at is not None


def test_own_data_tell_what_one_said():
    told = case()
    told.agreed()
    add_comment(told.story, by=told.partner, text="Two peers.")

    told_back = tell(told.partner)

    assert [said["decision"] for said in told_back["said_for_an_institution"]] == ["agreed"]
    assert [comment["text"] for comment in told_back["comments_on_texts"]] == ["Two peers."]
