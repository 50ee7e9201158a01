"""Follow-ups of contacts without an account: who gets a link, and the one reminder."""

import re

import pytest
from django.utils import timezone

from core.models import Visibility
from mail.models import MailPreference, Message
from partnerships.models import Partnership
from partnerships.models.choices import Side
from results.follow_ups.asking import AGAIN, PURPOSE, ask_follow_ups, remind_follow_ups, still_silent
from results.follow_ups.links import LINK, LINK_AGAIN, still_to_answer
from results.models import FollowUp, FollowUpLink
from results.services.follow_ups import answer_follow_up, mark_of
from results.tasks import remind_follow_ups as job
from tests.factories import (
    HarvestedOutcomeFactory,
    member_of,
    partnership_between,
)
from tests.results.follow_up_asked import KOFI, ON, answer, contact_of, later, offering, speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return partnership_between(stage="closed", actual_end="2024-03-31")


@pytest.fixture
def outcome(partnership):
    return HarvestedOutcomeFactory(partnership=partnership, what_changed="The court publishes its reports")


@pytest.fixture
def link(partnership, outcome):
    contact_of(partnership)
    ask_follow_ups(on=ON)
    return FollowUpLink.objects.get()


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
