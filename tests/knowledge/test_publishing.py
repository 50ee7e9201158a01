"""What readers have had its second pair of eyes and every consent; the database refuses anything else."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from community.models import User
from knowledge.models import Consent, Piece, PieceParty, Revision
from knowledge.models.choices import ArchiveReason, Decision, State
from knowledge.publication import ConsentMissing, SecondEyesMissing
from knowledge.revisions import content_of, sha256_of
from knowledge.scheduled import publish_due
from knowledge.services.consents import send_to_partner, take_consent_back
from knowledge.services.new_wordings import begin_new_wording
from knowledge.services.publishing import archive_piece, publish_piece, schedule_piece, unschedule_piece
from knowledge.services.states import submit_piece
from knowledge.services.writing import keep_unsaved
from knowledge.states import WrongState
from mail.models import Message
from tests.factories.community import InstitutionFactory, UserFactory
from tests.factories.knowledge import StoryFactory
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db


def check_now():
    """What the commit would look at."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def commit(write, *args, **values):
    write(*args, **values)
    check_now()


def test_agreed_story_is_published():
    told = case()
    told.agreed()

    piece = publish_piece(told.story, by=told.editor)

    check_now()
    assert (piece.state, piece.published_by, piece.owner) == (State.PUBLISHED, told.editor, told.editor)
    assert piece.published_revision.sha256 == sha256_of(content_of(piece))
    assert piece.evidence == "corroborated"
    letters = Message.objects.filter(purpose="piece-published").values_list("recipient", flat=True)
    assert set(letters) == {told.author.email, told.partner.email}


def test_missing_consent_stops_it():
    told = case()
    told.asked()

    with pytest.raises(ConsentMissing) as refusal:
        publish_piece(told.story, by=told.editor)

    assert refusal.value.institutions == [told.ministry]


def test_words_changed_after_the_consent_need_it_anew():
    told = case()
    told.agreed()
    told.story.what_we_did = "<p>We paid for everything.</p>"
    told.story.save(update_fields=["what_we_did"])

    with pytest.raises(ConsentMissing) as refusal:
        publish_piece(told.story, by=told.editor)

    assert refusal.value.institutions == [told.agency, told.ministry]


def test_nobody_publishes_what_they_wrote_alone():
    editor = UserFactory(role=User.Role.EDITOR)
    story = StoryFactory(author=editor, state=State.DRAFT)
    submit_piece(story, by=editor)

    with pytest.raises(SecondEyesMissing):
        publish_piece(story, by=editor)


def test_nor_what_they_wrote_with_another():
    editor = UserFactory(role=User.Role.EDITOR)
    story = StoryFactory(state=State.DRAFT)
    story.co_authors.add(editor)
    submit_piece(story, by=editor)

    with pytest.raises(SecondEyesMissing):
        publish_piece(story, by=editor)


def test_the_partners_consent_is_the_second_pair_of_eyes():
    told = case(author=UserFactory(role=User.Role.EDITOR), institution=None)
    PieceParty.objects.filter(institution=told.agency).delete()
    told.author = told.story.author
    told.agreed()

    assert publish_piece(told.story, by=told.author).state == State.PUBLISHED
    check_now()


def test_publishing_twice_is_refused_the_second_time():
    told = case()
    told.agreed()
    publish_piece(told.story, by=told.editor)

    with pytest.raises(WrongState):
        publish_piece(told.story, by=told.editor)


@pytest.mark.parametrize("publisher", ["author", None])
def test_database_refuses_what_nobody_else_saw(publisher):
    story = StoryFactory(state=State.DRAFT)
    revision = Revision.objects.create(piece=story, number=1, content={}, sha256="a" * 64, language="en")
    publish = {"state": State.PUBLISHED, "published_at": timezone.now(), "published_revision": revision}
    publish["published_by"] = story.author if publisher else None

    with pytest.raises(IntegrityError):
        commit(Piece.objects.filter(pk=story.pk).update, **publish)


def test_database_refuses_a_published_piece_without_consent():
    story = StoryFactory()

    with pytest.raises(IntegrityError):
        commit(PieceParty.objects.create, piece=story, institution=InstitutionFactory())


def test_database_refuses_to_leave_readers_what_a_party_took_back():
    party = InstitutionFactory()
    story = StoryFactory(parties=[party])
    taken_back = {"revision_sha256": story.published_revision.sha256, "decision": Decision.WITHDRAWN, "by_name": "Ama"}

    with pytest.raises(IntegrityError):
        commit(Consent.objects.create, piece=story, institution=party, **taken_back)


def test_publisher_may_be_erased_later():
    story = StoryFactory()
    check_now()

    story.published_by.delete()
    Piece.objects.get(pk=story.pk).save()

    check_now()
    assert Piece.objects.get(pk=story.pk).published_by is None


def test_consent_taken_back_takes_it_from_readers_at_once():
    told = case()
    told.agreed()
    publish_piece(told.story, by=told.editor)

    piece = take_consent_back(told.story, by=told.partner, note="The minister asked for it.")

    check_now()
    assert (piece.state, piece.archive_reason) == (State.ARCHIVED, ArchiveReason.CONSENT_WITHDRAWN)
    assert not Piece.objects.listed_for(told.partner).exists()
    letters = Message.objects.filter(purpose="piece-consent-taken-back")
    assert set(letters.values_list("recipient", flat=True)) == {told.author.email, told.editor.email}
    with pytest.raises(ConsentMissing):
        publish_piece(piece, by=told.editor)


def test_who_is_asked_and_agrees_again_lets_it_come_back():
    told = case()
    told.agreed()
    first = publish_piece(told.story, by=told.editor)
    take_consent_back(told.story, by=told.partner)
    send_to_partner(told.story, addressees={}, by=told.editor)
    told.answered(Decision.AGREED)

    piece = publish_piece(told.story, by=told.editor)

    check_now()
    assert (piece.state, piece.first_published_at) == (State.PUBLISHED, first.first_published_at)
    assert (piece.archived_at, piece.archive_reason) == (None, "")


def test_taken_down_by_the_desk():
    story = StoryFactory()

    archive_piece(story, reason=ArchiveReason.OUTDATED, note="The law changed.", by=story.published_by)

    assert not Piece.objects.listed_for(story.author).exists()
    assert "The law changed." in Message.objects.get(purpose="piece-archived").text


def test_scheduled_story_is_published_at_its_hour_and_once():
    told = case()
    told.agreed()
    at = timezone.now() + timedelta(hours=2)
    schedule_piece(told.story, at=at, by=told.editor)

    early = publish_due()
    with time_machine.travel(at + timedelta(seconds=30)):
        on_time, again = publish_due(), publish_due()

    told.story.refresh_from_db()
    assert (early, on_time, again) == (0, 1, 0)
    assert (told.story.state, told.story.published_by, told.story.publish_at) == (
        State.PUBLISHED,
        told.editor,
        None,
    )


def test_consent_taken_back_before_the_hour_keeps_it_from_readers():
    told = case()
    told.agreed()
    at = timezone.now() + timedelta(hours=2)
    schedule_piece(told.story, at=at, by=told.editor)
    take_consent_back(told.story, by=told.partner)

    with time_machine.travel(at + timedelta(minutes=1)):
        assert publish_due() == 0

    told.story.refresh_from_db()
    assert (told.story.state, told.story.publish_at) == (State.IN_REVIEW, None)


@pytest.mark.parametrize("change", [{"role": User.Role.MEMBER}, {"is_active": False}])
def test_hour_set_by_who_is_no_editor_any_more_publishes_nothing(change):
    told = case()
    told.agreed()
    at = timezone.now() + timedelta(hours=2)
    schedule_piece(told.story, at=at, by=told.editor)
    User.objects.filter(pk=told.editor.pk).update(**change)

    with time_machine.travel(at + timedelta(minutes=1)):
        assert publish_due() == 0

    told.story.refresh_from_db()
    assert (told.story.state, told.story.publish_at) == (State.IN_REVIEW, None)
    assert Message.objects.filter(purpose="piece-not-published").count() == 1


def test_hour_of_a_new_wording_does_not_bring_back_what_was_taken_down():
    told = case()
    told.agreed()
    record = publish_piece(told.story, by=told.editor)
    told.story = begin_new_wording(record, by=told.author)
    told.story.title = "Another title"
    told.story.save()
    copy = told.agreed()
    at = timezone.now() + timedelta(hours=2)
    schedule_piece(copy, at=at, by=told.editor)
    take_consent_back(record, by=told.partner)

    with time_machine.travel(at + timedelta(minutes=1)):
        assert publish_due() == 0

    assert set(Piece.objects.values_list("pk", "state")) == {(record.pk, State.ARCHIVED), (copy.pk, State.IN_REVIEW)}
    assert Message.objects.filter(purpose="piece-not-published").count() == 1


def test_hour_taken_away_publishes_nothing():
    told = case()
    told.agreed()
    at = timezone.now() + timedelta(hours=2)
    schedule_piece(told.story, at=at, by=told.editor)
    unschedule_piece(told.story, by=told.editor)

    with time_machine.travel(at + timedelta(minutes=1)):
        assert publish_due() == 0


def test_new_wording_takes_the_place_of_the_old_with_all_that_was_said_to_it():
    told = case()
    told.agreed()
    record = publish_piece(told.story, by=told.editor)
    copy = begin_new_wording(record, by=told.author)
    copy.title, copy.what_we_did = "Another title", "<p>Better words.</p>"
    copy.save()
    before = (record.slug, record.first_published_at)
    told.story = copy
    told.agreed()

    piece = publish_piece(copy, by=told.editor)

    check_now()
    assert (piece.pk, piece.title, piece.what_we_did) == (record.pk, "Another title", "<p>Better words.</p>")
    assert (piece.slug, piece.first_published_at) == before
    assert not Piece.objects.filter(revises=piece).exists()
    assert list(piece.revisions.values_list("number", flat=True)) == [2, 1]
    assert piece.published_revision.number == 2
    assert piece.consents.count() == 4
    assert piece.former_slugs.get().slug == copy.slug


def test_what_somebody_types_when_the_new_wording_is_published_is_kept(client):
    told = case()
    told.agreed()
    record = publish_piece(told.story, by=told.editor)
    copy = begin_new_wording(record, by=told.author)
    copy.title = "Another title"
    copy.save()
    told.story = copy
    told.agreed()
    keep_unsaved(copy, content={"title": "A third title"}, base_version=copy.version, by=told.author)
    publish_piece(copy, by=told.editor)
    address = reverse("knowledge:edit", args=[record.slug])
    client.force_login(told.author)

    shown = client.get(address, {"unsaved": "1"})
    typed = {"title": "A third title", "language": "en", "audience": "public", "version": "0"}
    saved = client.post(address, typed)

    assert (shown.context["form"]["title"].value(), shown.context["form"]["version"].value()) == ("A third title", 0)
    assert saved.status_code == 409
    assert Piece.objects.get().title == "Another title"


def test_readers_keep_the_old_words_until_then():
    told = case()
    told.agreed()
    record = publish_piece(told.story, by=told.editor)
    copy = begin_new_wording(record, by=told.author)
    copy.title = "Another title"
    copy.save()
    told.story = copy
    told.asked()

    assert Piece.objects.listed_for(told.partner).get().title == record.title
    with pytest.raises(ConsentMissing):
        publish_piece(copy, by=told.editor)
