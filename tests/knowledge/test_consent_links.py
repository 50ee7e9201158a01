"""A signed link: no account, the whole wording, an answer read back before it is kept, and a way to take it back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from community.models import User
from knowledge.consent_links import CannotAsk, link_of, token_for
from knowledge.curation_letters import still_published
from knowledge.models import Consent, ConsentLink, Piece
from knowledge.models.choices import Decision, State
from knowledge.services.consents import Addressee, CannotAnswer, NobodyToAsk, send_to_partner, take_back_by_link
from knowledge.services.new_wordings import begin_new_wording
from knowledge.services.publishing import publish_piece
from knowledge.services.states import return_piece
from mail.models import Message
from tests.factories.community import InstitutionFactory, UserFactory, member_of
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db
ADDRESS = "director@ministry.example"


@pytest.fixture
def told():
    """A story whose other party has nobody on the portal."""
    told = case()
    told.partner.memberships.all().delete()
    told.submitted()
    return told


@pytest.fixture
def link(told):
    send_to_partner(told.story, addressees={told.ministry.pk: Addressee(ADDRESS, "Ama", "fr")}, by=told.editor)
    return ConsentLink.objects.get()


def address(link):
    return f"/en/consent/{token_for(link)}/"


def filled(decision=Decision.AGREED.value, **more):
    return {"decision": decision, "note": "", "name": "Ama Mensah", "job_title": "Director", "website": ""} | more


def sealed_by(page):
    return re.search(r'name="sealed" value="([^"]+)"', page.content.decode())[1]


def answer(client, link, **typed):
    """Both steps, as a person takes them."""
    page = client.post(address(link), filled(**typed) | {"do": "check"})
    return client.post(address(link), {"sealed": sealed_by(page), "do": "send"})


def test_nobody_to_ask_is_said_and_nothing_is_sent(told):
    with pytest.raises(NobodyToAsk):
        send_to_partner(told.story, addressees={}, by=told.editor)

    assert not ConsentLink.objects.exists()
    assert Piece.objects.get(pk=told.story.pk).state == State.SUBMITTED


def test_letter_goes_to_the_address_in_its_language(link):
    letter = Message.objects.get(purpose="piece-consent-link")

    token = re.search(r"/fr/consent/([^/\s]+)/", letter.text)[1]
    assert (letter.recipient, link_of(token)) == (ADDRESS, link)


def test_asking_twice_writes_one_letter(told, link):
    send_to_partner(told.story, addressees={told.ministry.pk: Addressee(ADDRESS)}, by=told.editor)

    assert (ConsentLink.objects.count(), Message.objects.filter(purpose="piece-consent-link").count()) == (1, 1)


def test_no_link_goes_to_an_author_or_the_secretariat(told):
    for person in (told.author, told.editor):
        with pytest.raises(CannotAsk):
            send_to_partner(told.story, addressees={told.ministry.pk: Addressee(person.email)}, by=told.editor)


def test_page_shows_the_whole_wording_and_is_kept_quiet(client, told, link):
    response = client.get(address(link))

    page = response.content.decode()
    assert "The audit findings came back every year." in page
    assert "We visited a peer twice." in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store, private"


def test_opening_and_one_post_change_nothing(client, told, link):
    client.get(address(link))
    client.head(address(link))
    page = client.post(address(link), filled() | {"do": "check"})

    assert "Nothing is stored yet" in page.content.decode()
    assert Consent.objects.filter(institution=told.ministry).count() == 0


def test_a_program_that_fills_every_box_stores_nothing(client, told, link):
    page = client.post(address(link), filled(website="https://spam.example") | {"do": "check"})

    assert "programs do" in page.content.decode()
    assert Consent.objects.filter(institution=told.ministry).count() == 0


def test_agreeing_makes_it_ready(client, told, link):
    answer(client, link)

    said = Consent.objects.get(institution=told.ministry)
    assert (said.decision, said.by, said.link, said.by_name, said.by_title) == (
        Decision.AGREED,
        None,
        link,
        "Ama Mensah",
        "Director",
    )
    assert Piece.objects.get(pk=told.story.pk).state == State.READY


def test_what_was_read_back_is_what_is_kept(client, told, link):
    page = client.post(address(link), filled() | {"do": "check"})
    client.post(address(link), filled("declined", note="No.") | {"sealed": sealed_by(page), "do": "send"})

    assert Consent.objects.get(institution=told.ministry).decision == Decision.AGREED


def test_changes_need_words(client, told, link):
    page = client.post(address(link), filled("changes") | {"do": "check"})

    assert "Say in a sentence what should be changed" in page.content.decode()


def test_changes_asked_for_go_to_the_author(client, told, link):
    answer(client, link, decision="changes", note="We paid half.")

    piece = Piece.objects.get(pk=told.story.pk)
    assert (piece.state, piece.comments.get().text) == (State.CHANGES_REQUESTED, "We paid half.")
    letter = Message.objects.get(purpose="piece-consent-answered", recipient=told.author.email)
    assert "We paid half." in letter.text


def test_no_brings_it_back_to_the_desk(client, told, link):
    answer(client, link, decision="declined", note="Not now.")

    assert Piece.objects.get(pk=told.story.pk).state == State.IN_REVIEW


def test_second_answer_is_refused_and_the_first_shown(client, told, link):
    page = client.post(address(link), filled("declined", note="No.") | {"do": "check"})
    answer(client, link)
    late = client.post(address(link), {"sealed": sealed_by(page), "do": "send"})

    assert late.status_code == 200  # the page on which the consent can be taken back
    assert Consent.objects.filter(institution=told.ministry).count() == 1


def test_changed_words_close_the_link(client, told, link):
    told.story.refresh_from_db()
    told.story.what_we_did = "<p>Something else.</p>"
    told.story.save()

    page = client.get(address(link))
    late = client.post(address(link), filled() | {"do": "check"})

    assert "The text was changed after this link was sent" in page.content.decode()
    assert late.status_code == 409


def test_returned_text_closes_the_link(client, told, link):
    return_piece(told.story, reason="Mend it.", by=told.editor)

    assert client.post(address(link), filled() | {"do": "check"}).status_code == 409


def test_link_ends_after_sixty_days(client, told, link):
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        page = client.get(address(link))

    assert "Links are good for sixty days" in page.content.decode()


def test_consent_is_taken_back_by_the_same_link_long_after(client, told, link):
    answer(client, link)
    publish_piece(told.story, by=told.editor)
    typed = {"wanted": "on", "note": "", "name": "Ama Mensah", "job_title": "", "website": ""}

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        page = client.post(address(link), typed | {"do": "check"})
        before = Piece.objects.get(pk=told.story.pk).state
        client.post(address(link), {"sealed": sealed_by(page), "do": "send"})

    piece = Piece.objects.get(pk=told.story.pk)
    assert (before, piece.state) == (State.PUBLISHED, State.ARCHIVED)
    assert not Piece.objects.listed_for(told.partner).exists()


def test_link_to_words_that_nobody_reads_any_more_takes_nothing_down(client, told, link):
    answer(client, link)
    record = publish_piece(told.story, by=told.editor)
    told.story = begin_new_wording(record, by=told.author)
    told.story.title = "Another title"
    told.story.save()
    copy = told.submitted()
    send_to_partner(copy, addressees={told.ministry.pk: Addressee("new@ministry.example")}, by=told.editor)
    newer = ConsentLink.objects.exclude(pk=link.pk).get()
    answer(client, newer)
    publish_piece(copy, by=told.editor)
    taken = {"wanted": "on", "name": "Ama Mensah", "job_title": "Director", "note": "", "website": ""}

    pages = [client.post(address(each), taken | {"do": "check"}) for each in (link, newer)]

    assert [page.status_code for page in pages] == [409, 200]
    with pytest.raises(CannotAnswer):
        take_back_by_link(link=link, name="Ama Mensah")
    assert Piece.objects.get().state == State.PUBLISHED


def test_who_agreed_by_link_hears_of_the_publication_and_how_to_take_it_back(client, told, link):
    answer(client, link)
    publish_piece(told.story, by=told.editor)

    letter = Message.objects.get(purpose="piece-published-link")
    token = re.search(r"/fr/consent/([^/\s]+)/", letter.text)[1]
    assert (letter.recipient, link_of(token)) == (ADDRESS, link)
    assert still_published([letter.pk]) == {letter.pk}
    Piece.objects.filter(pk=told.story.pk).update(state=State.ARCHIVED, archive_reason="outdated")
    assert still_published([letter.pk]) == set()


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_broken_link_says_so(client, token):
    assert client.get(f"/en/consent/{token}/").status_code == 404


def test_link_of_a_deleted_text_is_gone(client, told, link):
    where = address(link)
    ConsentLink.objects.all().delete()

    assert client.get(where).status_code == 410


def test_who_speaks_for_another_side_does_not_answer_by_it(client, told, link):
    other = InstitutionFactory()
    told.story.parties.create(institution=other)
    people = [told.author, UserFactory(role=User.Role.EDITOR), member_of(other)]

    codes = []
    for person in people:
        client.force_login(person)
        codes.append(client.post(address(link), filled() | {"do": "check"}).status_code)

    assert codes == [403, 403, 403]


def test_colleague_who_is_signed_in_may_answer_by_it(client, told, link):
    client.force_login(member_of(told.ministry, "staff"))

    answer(client, link)

    assert Consent.objects.get(institution=told.ministry).decision == Decision.AGREED
