"""We tried or adapted this: from reader back to author, on the page."""

import pytest
from django.urls import reverse

from knowledge import personal_data
from knowledge.models import Uptake
from knowledge.models.choices import State
from knowledge.uptake_letters import UPTAKE, still_shown
from mail.models import Message
from tests.factories.community import MembershipFactory, UserFactory
from tests.factories.knowledge import ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def tell(client, piece, **typed):
    values = {"kind": "tried", "text": "We did it with two clerks.", "language": "en", "institution": ""} | typed
    return client.post(reverse("knowledge:uptake", args=[piece.slug]), values)


def test_what_a_reader_tells_stands_on_the_page_and_its_author_is_told(client, member):
    piece = StoryFactory()

    answer = tell(client, piece, institution=member.institution_id)

    assert answer["Location"] == f"{piece.get_absolute_url()}#uptakes"
    assert b"We did it with two clerks." in client.get(piece.get_absolute_url()).content
    assert list(Message.objects.values_list("purpose", "recipient")) == [(UPTAKE, piece.author.email)]


def test_who_suggested_a_resource_reads_what_became_of_it(client, member):
    resource = ResourceFactory(title="A guide", author=MembershipFactory().user)

    tell(client, resource, kind="adapted")

    assert b"We did it with two clerks." in client.get(resource.get_absolute_url()).content
    letter = Message.objects.get()
    assert (letter.purpose, letter.recipient) == (UPTAKE, resource.author.email)
    assert "You suggested “A guide” for the library." in " ".join(letter.text.split())


def test_a_resource_that_nobody_suggested_takes_words_all_the_same(client, member):
    resource = ResourceFactory(author=None)

    tell(client, resource)

    assert [uptake.piece_id for uptake in Uptake.objects.all()] == [resource.pk]
    assert Message.objects.count() == 0


def test_told_again_it_is_put_right_and_no_second_letter_is_written(client, member):
    piece = StoryFactory()

    tell(client, piece)
    tell(client, piece, text="With three clerks.")

    assert list(Uptake.objects.values_list("user", "text")) == [(member.user_id, "With three clerks.")]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"text": ""}, {"text": " … "}, {"kind": ""}, {"language": "xx"}, {"institution": "9"}]
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(client, member, typed):
    answer = tell(client, StoryFactory(), **typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(typed))
    assert Uptake.objects.count() == 0


def test_authors_do_not_tell_of_their_own(client, member):
    assert tell(client, StoryFactory(author=member.user)).status_code == 403


def test_who_is_not_verified_does_not_tell(client):
    client.force_login(UserFactory())

    assert tell(client, StoryFactory()).status_code == 403


def test_what_one_may_not_see_takes_no_word(client, member):
    assert tell(client, StoryFactory(state=State.IN_REVIEW)).status_code == 404


def test_the_author_takes_a_word_off_the_page_and_its_letter_stays_behind(client, member):
    piece = StoryFactory(author=MembershipFactory().user)
    tell(client, piece)
    uptake, letter = Uptake.objects.get(), Message.objects.get()
    assert still_shown([letter.pk]) == {letter.pk}

    client.force_login(piece.author)
    client.post(reverse("knowledge:uptake_hide", args=[piece.slug, uptake.pk]))

    uptake.refresh_from_db()
    assert uptake.hidden_by == piece.author
    assert b"two clerks" not in client.get(piece.get_absolute_url()).content
    assert still_shown([letter.pk]) == set()


def test_a_word_that_was_taken_off_stays_off_when_it_is_told_again(client, member):
    piece = StoryFactory()
    tell(client, piece)
    Uptake.objects.update(hidden_at="2026-11-01T10:00Z")

    tell(client, piece, text="Once more.")

    assert b"Once more." not in client.get(piece.get_absolute_url()).content


def test_other_readers_do_not_take_words_off(client, member):
    piece = StoryFactory()
    tell(client, piece)

    client.force_login(MembershipFactory().user)
    answer = client.post(reverse("knowledge:uptake_hide", args=[piece.slug, Uptake.objects.get().pk]))

    assert (answer.status_code, Uptake.objects.shown().count()) == (403, 1)


def test_what_one_told_is_in_the_file_of_ones_own_data(client, member):
    piece = StoryFactory(title="The register")
    tell(client, piece)

    told = personal_data.tell(member.user)["tried_or_adapted"]

    assert [(each["piece"], each["kind"], each["text"]) for each in told] == [
        ("The register", "tried", "We did it with two clerks.")
    ]
