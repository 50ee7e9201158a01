"""The way of a piece through its states, each step logged with who took it and why."""

import pytest

from community.models import AuditEntry, User
from knowledge.consents import words
from knowledge.models import Consent, Piece, Revision
from knowledge.models.choices import ArchiveReason, Decision, State
from knowledge.next_steps import next_steps
from knowledge.services.publishing import archive_piece
from knowledge.services.states import (
    NothingWritten,
    decline_piece,
    delete_piece,
    return_piece,
    submit_piece,
    take_back_piece,
    take_on_piece,
)
from knowledge.states import WrongState
from mail.models import Message
from tests.factories.community import InstitutionFactory, UserFactory, member_of
from tests.factories.knowledge import StoryFactory
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db


def log(piece):
    return list(piece.state_entries.values_list("state", "by__name", "reason"))


def test_handing_in_keeps_the_wording_and_agrees_for_the_authors_institution():
    told = case()

    piece = told.submitted()

    assert (piece.state, log(piece)) == (State.SUBMITTED, [(State.SUBMITTED, told.author.name, "")])
    revision = Revision.objects.get(piece=piece)
    said = Consent.objects.get(piece=piece)
    assert (revision.number, revision.created_by) == (1, told.author)
    assert (said.institution, said.decision, said.revision_sha256) == (told.agency, Decision.AGREED, revision.sha256)


def test_handing_in_twice_changes_nothing():
    told = case()
    told.submitted()

    told.submitted()

    assert (Consent.objects.count(), Revision.objects.count(), len(log(told.story))) == (1, 1, 1)
    assert Message.objects.filter(purpose="piece-submitted").count() == 1


def test_a_text_without_words_is_not_handed_in():
    told = case(context="", what_we_did="")

    with pytest.raises(NothingWritten):
        told.submitted()


def test_returned_text_comes_back_to_who_curates_it():
    told = case()
    told.submitted()
    take_on_piece(told.story, by=told.editor)

    piece = return_piece(told.story, reason="Say what it cost.", by=told.editor)
    letter = Message.objects.get(purpose="piece-returned")
    again = submit_piece(piece, by=told.author)

    assert (letter.recipient, "Say what it cost." in letter.text) == (told.author.email, True)
    assert (again.state, again.owner) == (State.IN_REVIEW, told.editor)
    assert [state for state, *_rest in log(piece)] == ["submitted", "in_review", "changes_requested", "in_review"]


def test_taking_on_twice_is_one_step():
    told = case()
    told.submitted()

    take_on_piece(told.story, by=told.editor)
    take_on_piece(told.story, by=told.editor)

    assert [state for state, *_rest in log(told.story)] == ["submitted", "in_review"]


def test_declined_text_stays_its_authors():
    told = case()
    told.submitted()

    decline_piece(told.story, reason="It is an advertisement.", by=told.editor)

    assert list(Piece.objects.visible_to(told.author)) == [Piece.objects.get(pk=told.story.pk)]
    assert not Piece.objects.visible_to(told.partner).exists()
    with pytest.raises(WrongState):
        submit_piece(told.story, by=told.author)


def test_taken_back_text_is_a_draft_that_nobody_else_sees():
    told = case()
    told.submitted()

    piece = take_back_piece(told.story, by=told.author)

    assert piece.state == State.DRAFT
    assert not Piece.objects.visible_to(told.editor).exists()


def test_who_hands_in_agrees_for_no_institution_that_is_not_theirs():
    told = case()
    helper = member_of(InstitutionFactory(), "staff")
    told.story.co_authors.add(helper)

    submit_piece(told.story, by=helper)

    assert not told.story.consents.exists()


def test_author_agrees_anew_where_the_desk_changed_the_words():
    told = case()
    piece = told.submitted()
    before = [step.label for step in next_steps(told.author, piece)]
    piece.what_we_did = "<p>Other words.</p>"
    piece.save()

    offered = [(step.name, str(step.label)) for step in next_steps(told.author, piece)]
    submit_piece(piece, by=told.author)

    assert "Agree to these words" not in before
    assert offered[0] == ("submit", "Agree to these words")
    assert [word.is_agreed for word in words(piece) if word.institution == told.agency] == [True]


def test_a_draft_that_was_handed_in_once_is_deleted_with_its_log():
    told = case()
    told.submitted()
    take_back_piece(told.story, by=told.author)

    delete_piece(told.story, by=told.author)

    assert not Piece.objects.exists()


def test_what_was_taken_down_is_deleted_by_an_administrator_and_noted():
    story = StoryFactory(title="Xylophone accounts")
    administrator = UserFactory(role=User.Role.ADMINISTRATOR)
    archive_piece(story, reason=ArchiveReason.OUTDATED, by=story.published_by)

    delete_piece(story, by=administrator)

    assert not Piece.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.detail) == (administrator, "deleted: Xylophone accounts")


def test_what_readers_have_is_not_deleted_under_them():
    story = StoryFactory()

    with pytest.raises(WrongState):
        delete_piece(story, by=story.author)
