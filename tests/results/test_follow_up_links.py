"""What became of outcomes, asked of contacts without an account by a signed link, and one reminder."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from community.merging import merge_institutions
from community.services import anonymise
from core.models import Visibility
from mail.models import MailPreference, Message
from partnerships.models import Contact, Partnership
from partnerships.models.choices import Side
from results import personal_data
from results.follow_ups.asking import AGAIN, PURPOSE, ask_follow_ups, remind_follow_ups, still_silent
from results.follow_ups.links import LINK, LINK_AGAIN, still_to_answer, token_for
from results.models import FollowUp, FollowUpAnswer, FollowUpLink, HarvestedOutcome
from results.services.follow_ups import LinkClosed, answer_by_link, answer_follow_up, mark_of
from results.tasks import remind_follow_ups as job
from tests.events.at_once import at_once
from tests.factories import (
    HarvestedOutcomeFactory,
    InstitutionFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.scanned_links import links_of, opened_often
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db
KOFI = "kofi@offers.example"
ON = date(2026, 7, 1)


@pytest.fixture
def partnership():
    return partnership_between(stage="closed", actual_end="2024-03-31")


@pytest.fixture
def outcome(partnership):
    return HarvestedOutcomeFactory(partnership=partnership, what_changed="The court publishes its reports")


def offering(partnership):
    return partnership.members.get(side=Side.SUPPLY).institution


def contact_of(partnership, institution=None, email=KOFI, language="en"):
    institution = institution or offering(partnership)
    return Contact.objects.create(
        partnership=partnership, institution=institution, name="Kofi Annan", email=email, language=language
    )


@pytest.fixture
def link(partnership, outcome):
    contact_of(partnership)
    ask_follow_ups(on=ON)
    return FollowUpLink.objects.get()


def speaker(partnership, side=Side.DEMAND):
    return member_of(partnership.members.get(side=side).institution, role="focal_point")


def address(link, language="en"):
    return f"/{language}/results/follow-up/{token_for(link)}/"


def typed(link, sustained="lost", note="The law was repealed.", **more):
    pk = HarvestedOutcome.objects.get(partnership=link.follow_up.partnership_id).pk
    own = {"name": "Kofi Annan", "job_title": "Auditor", "website": "", "seen": mark_of(link.follow_up, link.side)}
    return {f"sustained-{pk}": sustained, f"note-{pk}": note, **own, **more}


def sealed(page):
    return {"sealed": re.search(r'name="sealed" value="([^"]+)"', page.content.decode())[1], "do": "send"}


def answer(client, link, **more):
    page = client.post(address(link), typed(link, **more) | {"do": "check"})
    return client.post(address(link), sealed(page))


def later(weeks):
    return time_machine.travel(timezone.now() + timedelta(weeks=weeks, minutes=1), tick=False)


# --- Who is asked ---------------------------------------------------------------------------------------


def test_a_contact_is_asked_by_link_and_who_has_an_account_is_not(partnership, outcome):
    contact_of(partnership, language="fr")
    contact_of(partnership, partnership.members.get(side=Side.DEMAND).institution, email="ama@asks.example")
    person = speaker(partnership)
    ask_follow_ups(on=ON)

    assert list(FollowUpLink.objects.values_list("address", "side")) == [(KOFI, "supply")]
    assert set(Message.objects.values_list("purpose", "recipient")) == {(PURPOSE, person.email), (LINK, KOFI)}
    assert "/fr/results/follow-up/" in Message.objects.get(purpose=LINK).text


def test_one_letter_bears_the_links_of_all_partnerships(partnership, outcome):
    contact_of(partnership)
    other = partnership_between(supply=offering(partnership), stage="closed", actual_end="2024-03-31")
    HarvestedOutcomeFactory(partnership=other)
    contact_of(other)
    turns = [ask_follow_ups(on=ON) for _turn in range(2)]

    letter = Message.objects.get()
    assert (turns, len(set(re.findall(r"/results/follow-up/[^/\s]+/", letter.text)))) == ([2, 0], 2)


def test_the_letter_names_institutions_and_nothing_that_a_person_wrote(partnership, link):
    text = Message.objects.get(purpose=LINK).text

    assert (str(offering(partnership)) in text, partnership.title in text) == (True, False)
    assert "The court publishes its reports" not in text
    assert "/mail/" in text


def test_nobody_is_asked_for_two_sides_nor_who_was_erased(partnership, outcome):
    asking = partnership.members.get(side=Side.DEMAND).institution
    contact_of(partnership, email="both@else.example")
    contact_of(partnership, asking, email="both@else.example")
    contact_of(partnership, email=member_of(asking, role="member", email="ama@asks.example").email.upper())
    contact_of(partnership, email="erased-5@erased.invalid")
    ask_follow_ups(on=ON)

    assert not FollowUpLink.objects.exists()


def test_peers_are_asked_the_first_as_the_asking_side(outcome, partnership):
    partnership.members.update(side=Side.PEER)
    for member in partnership.members.all():
        contact_of(partnership, member.institution, email=f"person{member.pk}@else.example")
    ask_follow_ups(on=ON)

    assert sorted(FollowUpLink.objects.values_list("side", flat=True)) == ["demand", "supply"]


def test_who_wants_no_such_mail_gets_none(partnership, outcome):
    MailPreference.objects.create(address=KOFI, kind="follow-ups", choice="never")
    contact_of(partnership)
    ask_follow_ups(on=ON)

    assert not Message.objects.exists()


def test_a_letter_does_not_go_out_once_its_reader_wants_none_or_the_link_was_used(client, link):
    letter = Message.objects.get(purpose=LINK)
    wanted = still_to_answer([letter.pk])
    MailPreference.objects.create(address=KOFI, kind="follow-ups", choice="never")
    unwanted = still_to_answer([letter.pk])
    MailPreference.objects.all().delete()
    answer(client, link)

    assert (wanted, unwanted, still_to_answer([letter.pk])) == ({letter.pk}, set(), set())


def test_ten_contacts_cost_as_many_queries_as_one(django_assert_max_num_queries):
    def make():
        record = partnership_between(stage="closed", actual_end="2024-03-31")
        HarvestedOutcomeFactory(partnership=record)
        contact_of(record, email=KOFI)

    make()
    with django_assert_max_num_queries(60) as captured:
        ask_follow_ups(on=ON)
    alone = len(captured)
    with later(4), django_assert_max_num_queries(60) as captured:
        remind_follow_ups()
    reminding = len(captured)
    for _number in range(10):
        make()

    with django_assert_max_num_queries(alone):
        ask_follow_ups(on=ON)
    with later(4), django_assert_max_num_queries(reminding):
        assert remind_follow_ups() == 10


# --- The reminder ---------------------------------------------------------------------------------------


def test_one_reminder_after_three_weeks_and_never_a_third_letter(partnership, link):
    person = speaker(partnership)
    turns = [remind_follow_ups()]
    for weeks in (2, 3, 4, 7):
        with later(weeks):
            turns.append(job())

    assert turns == [0, 0, 1, 0, 0]
    assert sorted(Message.objects.values_list("purpose", "recipient")) == [
        (AGAIN, person.email),
        (LINK, KOFI),
        (LINK_AGAIN, KOFI),
    ]
    assert "only reminder" in Message.objects.get(purpose=AGAIN).text


def test_a_side_that_answered_is_not_reminded(client, partnership, link):
    speaker(partnership)
    answer(client, link)
    with later(3):
        remind_follow_ups()

    assert list(Message.objects.exclude(purpose=LINK).values_list("purpose", flat=True)) == [AGAIN]


@pytest.mark.parametrize(
    "fields", [{"visibility": Visibility.PRIVATE}, {"visibility": Visibility.PARTIES, "objected_at": timezone.now()}]
)
def test_nobody_is_reminded_of_a_record_taken_back_or_objected_to(partnership, link, fields):
    Partnership.objects.update(**fields)
    with later(3):
        remind_follow_ups()

    assert not Message.objects.filter(purpose__in=[AGAIN, LINK_AGAIN]).exists()


def test_a_reminder_does_not_go_out_once_the_side_has_answered(partnership, outcome):
    person = speaker(partnership)
    ask_follow_ups(on=ON)
    with later(3):
        remind_follow_ups()
    letter, follow_up = Message.objects.get(purpose=AGAIN), FollowUp.objects.get()
    before = still_silent([letter.pk])
    said = {outcome.pk: ("lost", "Repealed.")}
    answer_follow_up(follow_up=follow_up, side="demand", said=said, seen=mark_of(follow_up, "demand"), by=person)

    assert (before, still_silent([letter.pk])) == ({letter.pk}, set())


# --- The page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_page_shows_the_outcomes_and_chooses_nothing(client, link, language):
    response = client.get(address(link, language))

    page = response.content.decode()
    assert (response.status_code, "The court publishes its reports" in page) == (200, True)
    assert re.search(r"<input[^>]* checked", page) is None
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store, private")


def test_an_answer_is_read_back_and_stored_with_who_gave_it(client, outcome, link):
    page = client.post(address(link), typed(link) | {"do": "check"})
    before = FollowUpAnswer.objects.count()
    client.post(address(link), sealed(page))

    said = FollowUpAnswer.objects.get()
    assert ("Nothing is stored yet" in page.content.decode(), before) == (True, 0)
    assert (said.outcome, said.side, said.sustained, said.by_name, said.link, said.answered_by) == (
        *(outcome, "supply", "lost", "Kofi Annan"),
        *(link, None),
    )


def test_the_outcome_says_that_it_came_by_a_link(client, outcome, link):
    answer(client, link)

    page = client.get(outcome.get_absolute_url()).content.decode()
    assert ("The law was repealed." in page, "by a signed link" in page, "Kofi Annan" in page) == (True, True, False)


BAD = {
    "nothing said": ({"sustained": "", "note": ""}, "Say of one outcome at least"),
    "not a choice": ({"sustained": "perhaps"}, "Select a valid choice"),
    "nothing shows it": ({"note": " \n"}, "Say in a sentence what shows it"),
    "no name": ({"name": ""}, "Write your name"),
    "every box filled": ({"website": "https://spam.example"}, "programs do"),
}


@pytest.mark.parametrize(("more", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_told_and_stores_nothing(client, link, more, message):
    page = client.post(address(link), typed(link, **more) | {"do": "check"}).content.decode()

    assert (message in page, 'name="sealed"' in page) == (True, False)


def test_used_twice_it_says_what_was_said(client, link):
    answer(client, link)
    page, second = client.get(address(link)), client.post(address(link), typed(link) | {"do": "check"})

    assert (page.status_code, second.status_code, FollowUpAnswer.objects.count()) == (200, 409, 1)
    assert ("The law was repealed." in page.content.decode(), "Kofi Annan" in page.content.decode()) == (True, True)


def test_the_links_of_colleagues_are_answered_with_it(client, partnership, outcome):
    for email in (KOFI, "yaa@offers.example"):
        contact_of(partnership, email=email)
    ask_follow_ups(on=ON)
    first, second = FollowUpLink.objects.order_by("pk")
    answer(client, first)

    assert "The law was repealed." in client.get(address(second)).content.decode()
    assert not FollowUpLink.objects.open().exists()


def test_what_another_of_the_side_said_meanwhile_is_shown_and_nothing_is_lost(client, outcome, link):
    page = client.post(address(link), typed(link) | {"do": "check"})
    FollowUpAnswer.objects.create(
        follow_up=link.follow_up, outcome=outcome, side="supply", sustained="partly", note="In two regions."
    )
    response = client.post(address(link), sealed(page))

    text = response.content.decode()
    assert response.status_code == 409
    assert ("In two regions." in text, "The law was repealed." in text) == (True, True)


def test_after_a_year_it_offers_a_new_one_and_that_answers(client, link):
    with later(52):
        late = client.post(address(link), typed(link) | {"do": "check"})
        page = client.get(address(link)).content.decode()
        client.post(address(link), {"do": "renew"})
        unasked = FollowUpLink.objects.count()
        for _turn in range(2):
            client.post(address(link), {"do": "renew", "wanted": "on", "website": ""})
        [renewed] = FollowUpLink.objects.open()
        answer(client, renewed)

    assert (late.status_code, "Send a new link" in page, unasked) == (409, True, 1)
    assert (renewed.address, FollowUpAnswer.objects.get().link) == (KOFI, renewed)


def test_other_sides_and_the_secretariat_are_turned_away(client, partnership, link):
    statuses = [client.get(address(link)[:-3] + "xx/").status_code]
    for person in (speaker(partnership), UserFactory(role="editor")):
        client.force_login(person)
        statuses.append(client.get(address(link)).status_code)
    client.logout()
    Partnership.objects.update(visibility=Visibility.PRIVATE)

    assert [*statuses, client.get(address(link)).status_code] == [404, 403, 404, 410]


def test_a_party_that_left_answers_no_longer(client, partnership, link):
    partnership.members.filter(side=Side.SUPPLY).update(side="funder")

    assert client.post(address(link), typed(link) | {"do": "check"}).status_code == 410


def test_the_page_costs_as_many_queries_for_ten_outcomes_as_for_one(
    client, partnership, link, django_assert_max_num_queries
):
    client.get(address(link))
    with django_assert_max_num_queries(40) as captured:
        client.get(address(link))
    alone = len(captured)
    for number in range(1000, 1010):
        HarvestedOutcomeFactory(partnership=partnership, number=number)

    with django_assert_max_num_queries(alone):
        client.get(address(link))


@pytest.mark.parametrize("purpose", [PURPOSE, AGAIN, LINK, LINK_AGAIN])
def test_scanners_change_nothing(client, settings, partnership, link, purpose):
    settings.ALLOWED_HOSTS = ["*"]
    FollowUp.objects.update(asked_at=None)
    speaker(partnership)
    ask_follow_ups(on=ON)
    with later(3):
        remind_follow_ups()
    links = links_of(purpose, settings.BASE_URL)
    before = hash_of_all_tables()
    answers = opened_often(client, links)
    for each in (link for link in links if "/mail/" not in link):
        page = client.get(each, follow=True).content.decode()
        filled_in = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        unchosen = {name: text for name, text in filled_in.items() if not name.startswith("sustained-")}
        for filled in ({}, hidden, unchosen):
            assert client.post(each, filled).status_code < 500

    assert len(links) > 1
    assert [link for link, statuses in answers.items() if max(statuses) >= 500] == []
    assert hash_of_all_tables() == before


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(partnership, outcome):
    contact_of(partnership)
    ask_follow_ups(on=ON)
    link = FollowUpLink.objects.get()

    def say(word):
        seen = mark_of(link.follow_up, link.side)
        said = {outcome.pk: (word, "So.")}
        return lambda: answer_by_link(link=link, said=said, seen=seen, name="Kofi Annan")

    done = at_once(say("lost"), say("partly"), say("lost"))

    assert [type(each) for each in done if isinstance(each, Exception)] == [LinkClosed] * 2
    assert FollowUpAnswer.objects.count() == 1


# --- What is kept of a person ---------------------------------------------------------------------------


def test_what_is_kept_is_told_and_erased_and_the_answer_stays(client, link):
    answer(client, link)
    person = UserFactory(email=KOFI)
    told = personal_data.tell(person)
    anonymise(user=person, by=UserFactory(role="administrator"))

    said = FollowUpAnswer.objects.select_related("link").get()
    assert [each["name"] for each in told["asked_what_became_of_outcomes"]] == ["Kofi Annan"]
    assert [each["sustained"] for each in told["became_of_outcomes"]] == ["lost"]
    assert (said.by_name, said.by_title, said.sustained, said.link.is_reachable) == ("", "", "lost", False)
    assert client.get(address(link)).status_code == 200


def test_an_institution_that_is_merged_keeps_its_link(link):
    keep = InstitutionFactory(country=link.institution.country)
    merge_institutions(keep=keep, drop=link.institution, by=UserFactory(role="administrator"))

    assert FollowUpLink.objects.get().institution == keep
