"""A consent is taken back while the digest goes out: within a minute no page, list, feed, file or letter tells of it."""

import pytest
import time_machine
from django.urls import reverse

from core import keeping
from core.keeping import Kept
from digests import making
from knowledge import evidence_counts, listing
from knowledge.models import Piece
from knowledge.models.choices import State
from knowledge.services import attachments
from knowledge.services.consents import take_consent_back
from knowledge.services.publishing import publish_piece
from mail import delivery
from p2pportal import home
from p2pportal.search import choices
from partnerships import overview
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, follows, reader, sink, story  # noqa: F401 - fixtures
from tests.factories import SectorFactory, UserFactory
from tests.factories.knowledge import FindingFactory
from tests.knowledge.curating import case
from tests.knowledge.test_attached import paper, picture

pytestmark = pytest.mark.django_db(transaction=True)
TITLE, CAPTION, FINDING = "The quernstone ledger", "Clerks at the quernstone", "Quernstones help"
FOLLOWERS = ("ada.follows@example.org", "bob@example.org", "eve@example.org")
MINUTE = 60


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """What processes keep, for as long as they do outside of tests."""
    for module in (evidence_counts, home, listing, overview, choices):
        monkeypatch.setattr(module, "_kept", Kept(module.KEPT_FOR))


@pytest.fixture
def told(follows, story):  # noqa: F811
    """Published on Wednesday, with a picture and a file; another story tells of the same sector."""
    sector = SectorFactory()
    with time_machine.travel(WEDNESDAY, tick=False):
        found = case(title=TITLE)
        attachments.add_picture(piece=found.story, image=picture(caption=CAPTION), by=found.author)
        attachments.add_file(piece=found.story, file=paper(), by=found.author)
        found.story.sectors.set([sector])
        found.agreed()
        publish_piece(found.story, by=found.editor)
        FindingFactory(source=found.story, title=FINDING)
    found.other = story(title="What stays", sectors=[sector])
    for address in FOLLOWERS:
        follows(UserFactory(email=address), "all-story")
    return found


def addresses(told):
    """Whatever prints the text, a part of it, or a number that it counts for."""
    slug = told.story.slug
    image, file, finding = told.story.images.get(), told.story.files.get(), told.story.findings.get()
    return [
        told.story.get_absolute_url(),
        told.story.get_absolute_url().replace("/en/", "/fr/"),
        reverse("knowledge:piece_text", args=[slug]),
        reverse("knowledge:image", args=[slug, image.pk]),
        reverse("knowledge:image_size", args=[slug, image.pk, 480]),
        reverse("knowledge:file", args=[slug, file.pk]),
        reverse("knowledge:stories"),
        reverse("knowledge:stories") + "?q=quernstone",
        reverse("knowledge:stories_feed"),
        reverse("search") + "?q=quernstone",
        reverse("search_feed") + "?q=quernstone",
        reverse("home"),
        told.other.get_absolute_url(),
        told.ministry.get_absolute_url(),
        reverse("knowledge:evidence") + "?view=table",
        reverse("knowledge:evidence_cell", args=[finding.condition.slug, finding.outcome.slug]),
        reverse("knowledge:evidence_export"),
        reverse("knowledge:finding", args=[finding.pk]),
    ]


def tells(client, address):
    """Whether somebody who opens it is told anything of the story."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "/pictures/" in address or "/files/" in address:
        return answer.status_code == 200
    text = body.decode()
    return any(words in text for words in (TITLE, CAPTION, FINDING))


def telling(client, told):
    return [address for address in addresses(told) if tells(client, address)]


def test_within_a_minute_nobody_is_told_of_it(client, told, reader, sink, monkeypatch):  # noqa: F811
    """But for its authors, the partners and the secretariat, whose page says where it stands."""
    visitors = {"anybody": client, "a member": type(client)()}
    visitors["a member"].force_login(reader)
    everywhere = {who: addresses(told) for who in visitors}
    assert {who: telling(visitor, told) for who, visitor in visitors.items()} == everywhere
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
    now = keeping.monotonic()
    monkeypatch.setattr(keeping, "monotonic", lambda: now + MINUTE)

    assert Piece.objects.get(pk=told.story.pk).state == State.ARCHIVED
    assert [TITLE in text for text in digests_in(sink)] == [True, False, False]
    assert {who: telling(visitor, told) for who, visitor in visitors.items()} == {who: [] for who in visitors}


def test_pictures_are_kept_on_the_way_for_no_longer_than_a_minute(client, told):
    image = told.story.images.get()

    answer = client.get(reverse("knowledge:image", args=[told.story.slug, image.pk]))
    b"".join(answer.streaming_content)

    assert answer["Cache-Control"] == f"public, max-age={MINUTE}"


def digests_in(sink):  # noqa: F811
    """What the followers read."""
    to_followers = [mail for mail in sink.received if mail["To"] in FOLLOWERS]
    return [mail.get_body(("plain",)).get_content() for mail in to_followers]
