"""Asked just before a letter goes out: may its reader still know of the text, is the word still awaited?"""

import pytest

from knowledge.curation_letters import still_awaited, still_for_their_readers, still_to_answer
from knowledge.models import ConsentLink
from knowledge.services.consents import Addressee, send_to_partner
from knowledge.services.states import return_piece, take_back_piece
from mail.models import Message
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db


def ids(purpose):
    return set(Message.objects.filter(purpose=purpose).values_list("pk", flat=True))


def test_letter_to_the_desk_goes_out_while_the_text_is_there():
    told = case()
    told.submitted()
    written = ids("piece-submitted")

    before = still_for_their_readers(written)
    take_back_piece(told.story, by=told.author)

    assert (before, still_for_their_readers(written)) == (written, set())


def test_question_to_a_partner_goes_out_while_its_word_is_awaited():
    told = case()
    told.asked()
    written = ids("piece-consent-asked")

    before = still_awaited(written)
    told.answered("agreed")

    assert (before, still_awaited(written)) == (written, set())


def test_nor_does_it_for_words_that_have_changed():
    told = case()
    told.asked()
    told.story.refresh_from_db()
    told.story.what_we_did = "<p>Something else.</p>"
    told.story.save()

    assert still_awaited(ids("piece-consent-asked")) == set()


def test_link_goes_out_while_it_is_open():
    told = case()
    told.partner.memberships.all().delete()
    told.submitted()
    send_to_partner(told.story, addressees={told.ministry.pk: Addressee("a@ministry.example")}, by=told.editor)
    written = ids("piece-consent-link")

    before = still_to_answer(written)
    return_piece(told.story, reason="Mend it.", by=told.editor)

    assert (before, still_to_answer(written)) == (written, set())
    assert not ConsentLink.objects.open().exists()
