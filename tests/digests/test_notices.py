"""Notices that waited for the weekly digest, in the letter of an edition or by themselves."""

import pytest
import time_machine

from digests import making
from mail import delivery
from mail.models import Message
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(sink):
    """A notice for an address, put aside for the digest on Wednesday."""

    def call(address):
        with time_machine.travel(WEDNESDAY, tick=False):
            Message.objects.create(
                purpose="problem-answered",
                period="1",
                recipient=address,
                subject="What you reported",
                text="It is mended.",
                message_id="<1@example.org>",
                status=Message.Status.HELD,
            )

    return call


@time_machine.travel(MONDAY, tick=False)
def test_reader_of_an_edition_gets_them_in_the_same_letter(follows, story, reader, waiting):
    follows(reader, "all-story")
    story()
    waiting(reader.email)

    made = making.make_for(WEEK)

    assert (made.editions, made.notices) == (1, 0)
    assert "Notices that waited for your digest" in letters()[0].text
    assert [message.status for message in Message.objects.filter(purpose="problem-answered")] == ["digested"]


@time_machine.travel(MONDAY, tick=False)
def test_who_has_no_news_gets_them_alone(follows, story, reader, waiting):
    waiting(reader.email)

    made = making.make_for(WEEK)

    assert (made.editions, made.notices) == (0, 1)
    assert [message.purpose for message in Message.objects.filter(period=WEEK)] == ["digest"]


@time_machine.travel(MONDAY, tick=False)
def test_letter_that_is_taken_back_leaves_them_waiting_for_the_next(follows, story, reader, waiting):
    follows(reader, "all-story")
    piece, _other = story(), story()
    waiting(reader.email)
    making.make_for(WEEK)
    piece.state, piece.archive_reason = "archived", "consent_withdrawn"
    piece.save()

    delivery.send_due()
    assert [message.status for message in Message.objects.filter(purpose="problem-answered")] == ["held"]
    making.make_for(WEEK)

    assert "Notices that waited for your digest" in letters()[0].text
