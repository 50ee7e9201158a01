"""A consent that is taken back while the digest goes out: who has not got it yet is told nothing of the piece."""

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from digests import making
from knowledge.models import Piece
from knowledge.models.choices import State
from knowledge.services.consents import take_consent_back
from knowledge.services.publishing import publish_piece
from mail import delivery
from mail.models import Message
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters
from tests.factories import UserFactory
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOWERS = ("ada@example.org", "bob@example.org", "eve@example.org")


@pytest.fixture
def told(follows, story):
    """A story of two institutions that was published on Wednesday, one without partners, and three followers."""
    with time_machine.travel(WEDNESDAY, tick=False):
        found = case(title="What the ministry learned")
        found.agreed()
        publish_piece(found.story, by=found.editor)
    story(title="What stays")
    for address in FOLLOWERS:
        follows(UserFactory(email=address), "all-story")
    return found


def digests_in(sink):
    """What the followers read."""
    to_followers = [mail for mail in sink.received if mail["To"] in FOLLOWERS]
    return [mail.get_body(("plain",)).get_content() for mail in to_followers]


def test_who_has_not_got_the_digest_yet_is_told_nothing(told, sink, monkeypatch):
    send = delivery.Line.send

    def send_and_take_back(line, email):
        send(line, email)
        if len(digests_in(sink)) == 1:
            take_consent_back(told.story, by=told.partner)

    monkeypatch.setattr(delivery.Line, "send", send_and_take_back)
    monkeypatch.setattr(delivery, "ASK_AGAIN_SECONDS", 0)  # as if each mail took its time
    with time_machine.travel(MONDAY, tick=False):
        making.make_for(WEEK)
        delivery.send_due()
        making.make_for(WEEK)
        delivery.send_due()

    sent = digests_in(sink)
    assert ["What the ministry learned" in text for text in sent] == [True, False, False]
    assert ["What stays" in text for text in sent] == [True, True, True]
    assert [message.status for message in letters()] == [Message.Status.SENT] * 3
    assert Piece.objects.get(pk=told.story.pk).state == State.ARCHIVED
    assert not Piece.objects.visible_to(AnonymousUser()).filter(pk=told.story.pk).exists()
