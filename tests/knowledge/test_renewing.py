"""A signed link that has ended asks for a new one: to the same address, and with the same words whatever follows."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from knowledge.consent_links import token_for
from knowledge.models import ConsentLink, Piece
from knowledge.models.choices import State
from knowledge.services.consents import Addressee, answer_by_link, send_to_partner
from mail.models import Message
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db
ADDRESS = "director@ministry.example"
ASKED = {"do": "renew", "wanted": "on", "website": ""}
TOLD = "If your word is still asked for, a new link is on its way to d…@ministry.example."


@pytest.fixture
def told():
    """A story whose other party has nobody on the portal."""
    told = case()
    told.partner.memberships.all().delete()
    told.submitted()
    return told


@pytest.fixture
def link(told):
    return sent(told)


@pytest.fixture
def later():
    with time_machine.travel(timezone.now() + timedelta(days=61)) as traveller:
        yield traveller


def sent(told, address=ADDRESS):
    send_to_partner(told.story, addressees={told.ministry.pk: Addressee(address, "Ama", "fr")}, by=told.editor)
    return ConsentLink.objects.first()


def address(link):
    return f"/en/consent/{token_for(link)}/"


def ask(client, link, **typed):
    return client.post(address(link), ASKED | typed, follow=True)


def letters():
    return Message.objects.filter(purpose="piece-consent-link").count()


def test_an_ended_link_sends_a_new_one_to_the_same_address(client, link, later):
    page = ask(client, link)

    renewed = ConsentLink.objects.open().get()
    assert (renewed.address, renewed.language, renewed.revision) == (ADDRESS, "fr", link.revision)
    assert (letters(), TOLD in page.content.decode()) == (2, True)
    assert "Do you agree to these words?" in client.get(address(renewed)).content.decode()


def test_an_address_typed_along_is_not_read(client, link, later):
    ask(client, link, address="somebody@else.example", email="somebody@else.example")

    assert ConsentLink.objects.open().get().address == ADDRESS


def test_looking_sends_nothing(client, link, later):
    page = client.get(address(link))
    client.head(address(link))
    client.get(f"{address(link)}?sent=1")

    assert (letters(), "Send a new link" in page.content.decode()) == (1, True)


@pytest.mark.parametrize("typed", [{"wanted": ""}, {"website": "https://spam.example"}, {"do": "check"}])
def test_a_program_that_presses_buttons_sends_nothing(client, link, later, typed):
    page = ask(client, link, **typed)

    assert (page.status_code, letters()) == (409, 1)


def test_three_a_day_reach_an_address_and_the_fourth_reads_the_same(client, link, later):
    pages = []
    for _click in range(5):
        pages.append(ask(client, link).content.decode())
        later.shift(timedelta(minutes=11))

    assert letters() == 4  # the first of sixty days ago, and three today
    assert [TOLD in page for page in pages] == [True] * 5


def test_a_second_click_sends_nothing_more(client, link, later):
    ask(client, link)
    ask(client, link)

    assert letters() == 2


def text_is_changed(told, link):
    told.story.refresh_from_db()
    told.story.what_we_did = "<p>Something else.</p>"
    told.story.save()


def text_is_returned(told, link):
    Piece.objects.filter(pk=told.story.pk).update(state=State.CHANGES_REQUESTED)


def somebody_else_is_asked(told, link):
    sent(told, "minister@ministry.example")


def party_is_not_told_of_any_more(told, link):
    told.story.parties.filter(institution=told.ministry).delete()


@pytest.mark.parametrize(
    "happens", [text_is_changed, text_is_returned, somebody_else_is_asked, party_is_not_told_of_any_more]
)
def test_where_no_word_is_asked_for_nothing_is_sent_and_the_same_is_said(client, told, link, later, happens):
    happens(told, link)
    before = letters()

    page = ask(client, link)

    assert (letters(), TOLD in page.content.decode()) == (before, True)


def test_the_renewed_link_is_for_the_words_that_partners_were_asked_about_last(client, told, link, later):
    text_is_changed(told, link)
    told.submitted()  # its author agrees to the new words
    newer = sent(told)
    later.shift(timedelta(minutes=11))

    ask(client, link)

    assert ConsentLink.objects.open().get().revision == newer.revision


def test_an_answered_link_is_not_renewed(client, told, link):
    answer_by_link(link=link, decision="declined", name="Ama", note="No.")

    page = client.post(address(link), ASKED)

    assert (page.status_code, letters(), "Send a new link" in page.content.decode()) == (409, 1, False)


def test_who_speaks_for_another_side_does_not_renew_it(client, told, link, later):
    client.force_login(told.author)

    assert (client.post(address(link), ASKED).status_code, letters()) == (403, 1)
