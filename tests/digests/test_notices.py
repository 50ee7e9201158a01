"""Notices that waited for the weekly digest, in the letter of an edition or by themselves."""

import pytest
import time_machine

from digests import making
from mail import delivery, services
from mail.models import Message
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters
from tests.mail.conftest import news, purpose, queue  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(queue, news, sink):  # noqa: F811
    """A notice for an address, put aside for the digest on Wednesday."""

    def call(address):
        with time_machine.travel(WEDNESDAY, tick=False):
            services.choose(address=address, choices={"news": "digest"})
            queue(address, purpose=news)
            delivery.send_due()

    return call


@time_machine.travel(MONDAY, tick=False)
def test_reader_of_an_edition_gets_them_in_the_same_letter(follows, story, reader, waiting):
    follows(reader, "all-story")
    story()
    waiting(reader.email)

    made = making.make_for(WEEK)

    assert (made.editions, made.notices) == (1, 0)
    assert "Notices that waited for your digest" in letters()[0].text
    assert [message.status for message in Message.objects.filter(purpose="news")] == ["digested"]


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
    assert [message.status for message in Message.objects.filter(purpose="news")] == ["held"]
    making.make_for(WEEK)

    assert "Notices that waited for your digest" in letters()[0].text
