"""A signed link to somebody outside both sides: no account, an answer read back first, and given once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mail.models import Message
from partnerships.models import Contact
from partnerships.models.choices import Side
from results.models import Substantiation, SubstantiationLink
from results.models.choices import Evidence
from results.outcome_letters import still_to_answer
from results.services.asking import CannotAsk, renew_link
from results.services.outcomes import remove_outcome, reword_outcome
from results.substantiation_links import MOST_FROM_A_PERSON, link_of
from tests.factories.community import InstitutionFactory, UserFactory, member_of
from tests.results.words import ADDRESS, address, answer, asked, case, filled, fresh, sealed_answer, stranger

pytestmark = pytest.mark.django_db
LETTER = "outcome-substantiation-link"


@pytest.fixture
def told():
    return case()


@pytest.fixture
def link(told):
    return asked(told)


def reword(told):
    told.outcome.what_changed = "The committee calls all ministries"
    reword_outcome(outcome=told.outcome, by=told.teller, seen_version=told.outcome.version)
    told.outcome.refresh_from_db()


def test_letter_goes_to_the_address_in_its_language(told):
    link = asked(told, language="fr")
    letter = Message.objects.get(purpose=LETTER)

    token = re.search(r"/fr/results/answer/([^/\s]+)/", letter.text)[1]
    assert (letter.recipient, link_of(token)) == (ADDRESS, link)


def test_letter_tells_the_change_and_why_this_person_is_asked(link):
    text = Message.objects.get(purpose=LETTER).text

    assert "The committee calls ministries" in text
    assert "She keeps its minutes." in text


def test_asking_the_same_twice_writes_one_letter(told, link):
    asked(told)

    assert (SubstantiationLink.objects.count(), Message.objects.filter(purpose=LETTER).count()) == (1, 1)


def test_a_link_about_other_words_takes_the_place_of_the_first(told, link):
    reword(told)
    second = asked(told)

    assert list(SubstantiationLink.objects.open()) == [second]


def test_a_letter_whose_link_was_replaced_does_not_go_out(told, link):
    first = Message.objects.get(purpose=LETTER)
    reword(told)
    asked(told)

    assert still_to_answer([first.pk]) == set()


def inside(told):
    contact = Contact.objects.create(
        partnership=told.partnership,
        institution=told.partnership.members.get(side=Side.SUPPLY).institution,
        name="Kofi",
        email="kofi@his-own.example",
    )
    return {
        "who asks": told.teller.email,
        "the partner": told.partner.email.upper(),
        "a plain member": member_of(contact.institution, role="member").email,
        "a colleague without account": "new.colleague@offers.example",
        "a named contact": contact.email,
        "the secretariat": UserFactory(role="editor", email="editor@eip.example").email,
        "somebody erased": "erased-5@erased.invalid",
    }


WHO = (
    "who asks",
    "the partner",
    "a plain member",
    "a colleague without account",
    "a named contact",
    "the secretariat",
    "somebody erased",
)


@pytest.mark.parametrize("who", WHO)
def test_nobody_inside_is_asked(told, who):
    with pytest.raises(CannotAsk):
        asked(told, inside(told)[who])

    assert not SubstantiationLink.objects.exists()


def test_three_letters_a_day_reach_an_address(told):
    links = [asked(case()) for _turn in range(3)]
    with pytest.raises(CannotAsk, match="enough letters for today"):
        asked(told)

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        assert asked(told).pk not in [link.pk for link in links]


def test_one_person_asks_so_many_a_day(told):
    for number in range(MOST_FROM_A_PERSON):
        asked(told, f"person{number}@elsewhere.example")

    with pytest.raises(CannotAsk, match="many people today"):
        asked(told)


def test_page_shows_the_words_and_is_kept_quiet(client, link):
    response = client.get(address(link))

    page = response.content.decode()
    assert "The committee calls ministries" in page
    assert "It copied the list of its peer." in page
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store, private")


def test_no_answer_is_chosen_beforehand(client, link):
    page = client.get(address(link)).content.decode()

    assert 'type="radio" name="verdict"' in page
    assert re.search(r"<input[^>]* checked", page) is None


def test_page_renders_in_arabic(client, link):
    response = client.get(address(link, "ar"))

    assert response.status_code == 200
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def test_opening_and_one_post_change_nothing(client, link):
    client.get(address(link))
    client.head(address(link))
    page = client.post(address(link), filled(link) | {"do": "check"})

    assert "Nothing is stored yet" in page.content.decode()
    assert not Substantiation.objects.exists()


def test_agreeing_verifies_it(client, told, link):
    answer(client, link, may_be_named="on")

    told.outcome.refresh_from_db()
    said = Substantiation.objects.get()
    assert (said.verdict, said.name, said.office, said.may_be_named, said.revision) == (
        "agree",
        "Ama Mensah",
        "Clerk, Parliament",
        True,
        told.outcome.revision,
    )
    assert told.outcome.evidence == Evidence.VERIFIED


def test_disagreeing_disputes_it(client, told, link):
    answer(client, link, verdict="disagree", comment="They were called before.")

    told.outcome.refresh_from_db()
    assert (told.outcome.evidence, told.outcome.is_disputed) == (Evidence.SELF_REPORTED, True)


@pytest.mark.parametrize("verdict", ["partly", "comment"])
def test_no_other_answer_verifies_it(client, told, link, verdict):
    answer(client, link, verdict=verdict, comment="Some of them.")

    told.outcome.refresh_from_db()
    assert (told.outcome.evidence, told.outcome.is_disputed) == (Evidence.SELF_REPORTED, False)


BAD = {
    "nothing chosen": ({"verdict": ""}, "Choose one of the answers."),
    "an answer that is none": ({"verdict": "perfect"}, "Select a valid choice"),
    "no reason": ({"verdict": "disagree"}, "Say in a few words how you see it."),
    "blanks as reason": ({"verdict": "partly", "comment": "  \n "}, "Say in a few words how you see it."),
    "no name": ({"name": ""}, "Write your name"),
    "no office": ({"office": ""}, "Write where you work"),
    "too long": ({"comment": "x" * 3001}, "3,001 characters long"),
    "NUL": ({"comment": "a\x00b"}, "NUL"),
    "every box filled": ({"website": "https://spam.example"}, "programs do"),
}


@pytest.mark.parametrize(("typed", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_told_and_stores_nothing(client, link, typed, message):
    page = client.post(address(link), filled(link, **typed) | {"do": "check"}).content.decode()

    assert message in page
    assert 'name="sealed"' not in page


def test_what_was_typed_stays_beside_the_mistake(client, link):
    page = client.post(address(link), filled(link, verdict="", comment="I was there.") | {"do": "check"})

    assert "I was there." in page.content.decode()


def test_changing_it_gives_back_what_was_typed(client, link):
    step = sealed_answer(client, link, verdict="partly", comment="Only two of them.")
    page = client.post(address(link), step | {"do": "change"}).content.decode()

    assert "Only two of them." in page
    assert not Substantiation.objects.exists()


def test_link_used_twice_shows_what_was_said(client, link):
    answer(client, link, verdict="partly", comment="Only two of them.")
    page = client.get(address(link))

    assert page.status_code == 200
    assert "Only two of them." in page.content.decode()


def test_second_step_sent_again_is_one_answer(client, link):
    step = sealed_answer(client, link)
    answers = [client.post(address(link), step).status_code for _turn in range(2)]

    assert (answers, Substantiation.objects.count()) == ([302, 409], 1)


def test_another_answer_by_the_same_link_changes_nothing(client, link):
    step = sealed_answer(client, link, verdict="disagree", comment="Not so.")
    answer(client, link)
    client.post(address(link), step)

    assert list(Substantiation.objects.values_list("verdict", flat=True)) == ["agree"]


def test_seal_of_another_link_answers_nothing(client, told, link):
    other = asked(told, "other@elsewhere.example")
    step = sealed_answer(client, other)
    client.post(address(link), step)

    assert not Substantiation.objects.exists()


def test_words_that_changed_before_sending_have_to_be_read_again(client, told, link):
    step = sealed_answer(client, link, verdict="partly", comment="Only two of them.")
    reword(told)
    response = client.post(address(link), step)

    page = response.content.decode()
    assert response.status_code == 409
    assert "It says something else by now." in page
    assert "The committee calls all ministries" in page
    assert "Only two of them." in page
    assert not Substantiation.objects.exists()


def test_after_reading_the_new_words_the_answer_is_about_them(client, told, link):
    reword(told)
    page = client.get(address(link)).content.decode()
    answer(client, fresh(link))

    assert "It was put in other words after the mail was sent to you." in page
    assert Substantiation.objects.get().revision == told.outcome.revision


def test_after_a_year_the_link_offers_a_new_one(client, link):
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=False):
        page = client.get(address(link)).content.decode()
        step = client.post(address(link), filled(link) | {"do": "check"})

    assert "This link has ended." in page
    assert "Send a new link" in page
    assert step.status_code == 409
    assert not Substantiation.objects.exists()


def test_new_link_goes_to_the_same_address_and_can_be_answered(client, link):
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=False):
        client.post(address(link), {"do": "renew", "wanted": "on", "website": ""})
        [renewed] = SubstantiationLink.objects.open()
        answer(client, renewed)

    assert (renewed.address, Substantiation.objects.get().link) == (ADDRESS, renewed)


@pytest.mark.parametrize("typed", [{}, {"wanted": "on", "website": "https://spam.example"}])
def test_a_program_has_no_new_link_sent(client, link, typed):
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=False):
        client.post(address(link), {"do": "renew"} | typed)

    assert SubstantiationLink.objects.count() == 1


def test_asking_for_a_new_link_twice_sends_one(client, link):
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=False):
        for _turn in range(2):
            client.post(address(link), {"do": "renew", "wanted": "on", "website": ""})

    assert Message.objects.filter(purpose=LETTER).count() == 2


def test_an_open_link_is_not_renewed_by_an_answered_one(client, link):
    answer(client, link)

    assert renew_link(link=fresh(link)) is None


def test_a_link_that_was_changed_is_told_so(client, link):
    assert client.get(address(link)[:-3] + "xx/").status_code == 404


def test_a_link_whose_outcome_was_taken_back_is_told_so(client, told, link):
    way = address(link)
    remove_outcome(outcome=told.outcome, by=told.teller)

    assert client.get(way).status_code == 410


def test_whoever_belongs_to_a_side_is_refused(client, told, link):
    own = told.partnership.members.get(side=Side.SUPPLY).institution
    people = [told.teller, told.partner, member_of(own, role="member"), UserFactory(role="editor")]
    statuses = []
    for person in people:
        client.force_login(person)
        statuses += [client.get(address(link)).status_code, client.post(address(link), filled(link)).status_code]

    assert statuses == [403] * 8


def test_somebody_of_another_institution_may_answer_signed_in(client, link):
    client.force_login(stranger())
    answer(client, link)

    assert Substantiation.objects.count() == 1


def test_an_outcome_that_was_answered_is_not_taken_back(client, told, link):
    answer(client, link, verdict="disagree", comment="They were called before.")
    client.force_login(told.teller)
    page = client.post(told.path("remove/"))

    assert page.status_code == 409
    assert "Others have said their word to it" in page.content.decode()
    assert Substantiation.objects.count() == 1


def test_who_answered_is_not_asked_again_about_the_same_words(client, told, link):
    answer(client, link)

    with pytest.raises(CannotAsk, match="answered about these very words"):
        asked(told)


def test_who_told_it_hears_of_the_answer(client, told, link):
    answer(client, link, verdict="disagree", comment="They were called before.")

    letter = Message.objects.get(purpose="outcome-answered")
    assert letter.recipient == told.teller.email
    assert "They were called before." in letter.text


def test_an_institution_elsewhere_is_outside(told):
    person = member_of(InstitutionFactory(), email="aud@elsewhere.example")

    assert asked(told, person.email).address == person.email
