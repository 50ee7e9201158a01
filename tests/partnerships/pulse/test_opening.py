"""Rounds of the pulse: who is asked, when, and how often."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mail.models import MailPreference, Message
from partnerships.merging import merge_partnerships
from partnerships.models import Contact, Partnership, Pulse, PulseInvitation, PulseRound
from partnerships.pulse.links import still_to_answer
from partnerships.pulse.opening import open_rounds, remind
from partnerships.tasks import ask_pulse
from tests.factories import PartnershipMemberFactory, UserFactory, member_of, partnership_between
from tests.partnerships.pulse.asked import answered, at_work, invited, round_of

pytestmark = pytest.mark.django_db


def letters(purpose="pulse"):
    return sorted(Message.objects.filter(purpose=purpose).values_list("recipient", flat=True))


def emails(record):
    return sorted(person.email for person in record.people)


def another_of(first):
    facts = {"stage": "adapting", "standing": "both_sides", "confirmed_on": timezone.localdate()}
    return partnership_between(first.asks, first.offers, **facts)


def test_people_of_both_sides_are_asked_once_however_often_the_job_runs():
    record = at_work()

    opened = [open_rounds(), open_rounds()]

    assert (opened, letters()) == ([1, 0], emails(record))
    assert sorted(PulseInvitation.objects.values_list("address", "side")) == sorted(
        [(record.people[0].email, "demand"), (record.people[1].email, "supply")]
    )


def test_answers_are_taken_for_six_weeks():
    at_work()

    open_rounds(on=date(2026, 7, 1))

    found = PulseRound.objects.values_list("period", "opened_on", "closes_on")
    assert list(found) == [("2026-H2", date(2026, 7, 1), date(2026, 8, 12))]


def test_a_contact_is_asked_who_agreed_to_be_shown():
    record = at_work()
    for address, consent in (("yes@asks.example", "community"), ("no@asks.example", "none")):
        Contact.objects.create(
            partnership=record, institution=record.asks, name="Ama", email=address, consent=consent, language="fr"
        )

    open_rounds()

    asked = PulseInvitation.objects.exclude(address__in=emails(record))
    assert [(each.address, each.side, each.language, each.person) for each in asked] == [
        ("yes@asks.example", "demand", "fr", None)
    ]


def test_somebody_who_is_contact_as_well_is_asked_once():
    record = at_work()
    named = {"name": "Ama", "email": record.people[0].email.upper(), "consent": "community"}
    Contact.objects.create(partnership=record, institution=record.asks, **named)

    open_rounds()

    assert letters() == emails(record)


def test_funders_and_staff_without_a_say_are_not_asked():
    record = at_work()
    member_of(record.asks, role="staff")
    member_of(PartnershipMemberFactory(partnership=record, side="funder").institution)

    open_rounds()

    assert letters() == emails(record)


def test_who_chose_no_such_mail_is_not_asked():
    record = at_work()
    MailPreference.objects.create(address=record.people[0].email, kind="confirming", choice="never")

    open_rounds()

    assert letters() == [record.people[1].email]


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": "founding"},
        {"stage": "closed"},
        {"standing": "one_side", "visibility": "parties"},
        {"objected_at": timezone.now(), "visibility": "parties"},
    ],
)
def test_who_is_not_at_work_or_has_not_confirmed_is_left_alone(fields):
    at_work(**fields)

    assert open_rounds() == 0


def test_a_new_wording_of_a_record_is_not_asked_about():
    record, revision = at_work(), at_work(visibility="parties")
    Partnership.objects.filter(pk=revision.pk).update(revises=record)

    open_rounds()

    assert list(PulseRound.objects.values_list("partnership", flat=True)) == [record.pk]


def test_people_asked_in_december_are_not_asked_again_in_january():
    at_work()

    opened = [open_rounds(on=day) for day in (date(2026, 12, 20), date(2027, 1, 4), date(2027, 5, 25))]

    assert (opened, list(PulseRound.objects.values_list("period", flat=True))) == ([1, 0, 1], ["2027-H1", "2026-H2"])


def test_several_partnerships_make_one_letter_a_person():
    first = at_work()
    another_of(first), another_of(first)

    open_rounds()

    letter = Message.objects.get(recipient=first.people[0].email)
    assert (letters(), letter.text.count("/pulse/")) == (emails(first), 3)


def test_the_letter_names_institutions_and_bears_a_way_out():
    record = at_work(title="A title that somebody wrote")

    open_rounds()

    letter = Message.objects.get(recipient=record.people[0].email)
    found = [
        words in letter.text
        for words in (record.offers.name, "Change what you get, or unsubscribe", "A title that somebody wrote")
    ]
    assert found == [True, True, False]


def test_one_reminder_two_weeks_before_the_end_for_who_has_not_answered():
    record, opened = at_work(), timezone.localdate()
    open_rounds()
    PulseInvitation.objects.filter(side="demand").update(answered_on=opened)

    reminded = [remind(on=opened + timedelta(days=days)) for days in (27, 28, 28, 29, 42, 43)]

    assert (reminded, letters("pulse-again")) == ([0, 1, 0, 0, 0, 0], [record.people[1].email])


def test_a_round_that_ends_later_gets_its_own_reminder():
    record, today = at_work(), timezone.localdate()
    for each, days_ago in ((record, 28), (another_of(record), 23)):
        asked = round_of(each, days_ago)
        asked.partnership.asks = record.asks
        invited(asked)

    reminded = [remind(on=today + timedelta(days=days)) for days in range(25)]

    assert [day for day, count in enumerate(reminded) if count] == [0, 15]


def test_a_letter_whose_question_was_answered_meanwhile_does_not_go_out():
    record = at_work()
    open_rounds()
    ids = set(Message.objects.values_list("pk", flat=True))
    PulseInvitation.objects.filter(address=record.people[0].email).update(answered_on=timezone.localdate())

    wanted = Message.objects.filter(pk__in=still_to_answer(ids))

    assert list(wanted.values_list("recipient", flat=True)) == [record.people[1].email]


def test_the_job_does_both_and_twice_is_once():
    at_work()

    assert [ask_pulse(), ask_pulse()] == [{"opened": 1, "reminded": 0}, {"opened": 0, "reminded": 0}]


def test_records_that_become_one_keep_the_answers_of_both():
    keep, drop = at_work(), at_work(standing="one_side", visibility="parties")
    keep.members.all().delete()
    for member in drop.members.all():
        PartnershipMemberFactory(partnership=keep, institution=member.institution, side=member.side)
    for record in (keep, drop):
        asked = round_of(record)
        invited(asked, f"ama@{record.pk}.example", institution=drop.asks)
        answered(asked, "demand", 4)
    Partnership.objects.filter(pk=drop.pk).update(visibility="public", standing="both_sides")

    merge_partnerships(keep=keep, drop=drop, by=UserFactory(role="administrator"))

    kept = PulseRound.objects.get()
    assert (kept.partnership, kept.invitations.count(), Pulse.objects.filter(round=kept).count()) == (keep, 2, 2)
