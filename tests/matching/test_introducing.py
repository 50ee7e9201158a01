"""The steps of an introduction, one after the other, and what refuses them."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from mail.models import Message
from matching.introducing import personal_data
from matching.introducing.ending import expire
from matching.introducing.reminding import remind
from matching.models import BrokerTime, Introduction, Need
from matching.models.choices import DeclineReason, IntroductionStatus, NeedStatus
from matching.services.introductions import (
    CannotIntroduce,
    WrongState,
    accept_introduction,
    decline_introduction,
    offer_introduction,
    propose_introduction,
    request_introduction,
    send_introduction,
    take_introduction,
)
from matching.services.relay import write_message
from partnerships.models import CostLine
from tests.factories import InstitutionFactory, MembershipFactory, NeedFactory, OfferFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    return UserFactory(role="editor")


@pytest.fixture
def need():
    return NeedFactory(problem="Audit findings are repeated every year.", expertise_wanted="A call list.")


@pytest.fixture
def offer():
    return OfferFactory(at_once=1)


@pytest.fixture
def asking(need):
    return member_of(need.institution)


@pytest.fixture
def offering(offer):
    return member_of(offer.institution)


@pytest.fixture
def sent(need, offer, asking, offering, broker):
    begun = request_introduction(need=need, institution=offer.institution, offer=offer, by=asking)
    return send_introduction(introduction=begun, by=broker)


def test_two_that_say_yes_begin_a_partnership_in_the_words_of_who_asks(sent, offering):
    introduction = accept_introduction(introduction=sent, by=offering)

    record = introduction.partnership
    assert (introduction.status, record.stage, record.visibility) == ("introduced", "scoping", "parties")
    assert record.problem == "Audit findings are repeated every year."
    sides = {member.side: member.institution for member in record.members.all()}
    assert sides == {"demand": sent.demand_institution, "supply": sent.supply_institution}


def test_the_terms_are_written_and_signed_by_nobody(sent, offering):
    introduction = accept_introduction(introduction=sent, by=offering)

    terms = introduction.partnership.terms_set.get()
    assert "Audit findings are repeated every year." in terms.text
    assert (terms.demand_signed_at, terms.supply_signed_at) == (None, None)


def test_saying_yes_twice_begins_one_partnership(sent, offering):
    first = accept_introduction(introduction=sent, by=offering)

    again = accept_introduction(introduction=first, by=offering)

    assert again.partnership == first.partnership
    assert sent.demand_institution.partnership_members.count() == 1


def test_the_time_of_the_broker_becomes_a_cost_of_the_partnership(sent, offering, broker):
    BrokerTime.objects.create(introduction=sent, by=broker, minutes=90)
    BrokerTime.objects.create(introduction=sent, by=broker, minutes=150)

    introduction = accept_introduction(introduction=sent, by=offering)

    line = CostLine.objects.get(partnership=introduction.partnership)
    assert (line.kind, str(line.days)) == ("brokering", "0.5")


def test_who_asks_by_asking_has_said_yes(sent, asking):
    assert (sent.status, sent.demand_accepted_by) == (IntroductionStatus.ACCEPTED_DEMAND, asking)


def test_who_was_brought_together_by_a_broker_answers_on_both_sides(need, offer, asking, offering, broker):
    begun = propose_introduction(need=need, institution=offer.institution, offer=offer, by=broker)
    sent = send_introduction(introduction=begun, by=broker)

    first = accept_introduction(introduction=sent, by=asking)
    second = accept_introduction(introduction=sent, by=offering)

    assert (sent.status, first.status, second.status) == ("sent", "accepted_demand", "introduced")


def test_asking_twice_is_asking_once(need, offer, asking):
    first = request_introduction(need=need, institution=offer.institution, offer=offer, by=asking)
    second = request_introduction(need=need, institution=offer.institution, offer=offer, by=asking)

    assert first == second


def test_nobody_is_introduced_to_oneself(need, asking):
    with pytest.raises(CannotIntroduce):
        request_introduction(need=need, institution=need.institution, by=asking)


def test_an_offer_whose_places_are_taken_refuses_another(sent, offer):
    other = NeedFactory()

    with pytest.raises(CannotIntroduce, match="taken"):
        request_introduction(need=other, institution=offer.institution, offer=offer, by=member_of(other.institution))


def test_a_no_gives_its_reason_and_opens_the_need_again(sent, need, offering):
    declined = decline_introduction(
        introduction=sent, because=DeclineReason.CAPACITY, note="Our team is away.", by=offering
    )

    assert (declined.status, declined.declined_side, declined.declined_because) == ("declined", "supply", "capacity")
    assert Need.objects.get(pk=need.pk).status == NeedStatus.OPEN


def test_saying_no_after_yes_to_an_introduction_that_was_made_is_too_late(sent, offering):
    accept_introduction(introduction=sent, by=offering)

    with pytest.raises(WrongState):
        decline_introduction(introduction=sent, because=DeclineReason.TIME, by=offering)


def test_who_sent_it_does_not_accept_it(need, offer, offering, broker):
    both = MembershipFactory(user__role="editor", institution=offer.institution, role="focal_point").user
    begun = propose_introduction(need=need, institution=offer.institution, by=broker)
    sent = send_introduction(introduction=begun, by=both)

    with pytest.raises(CannotIntroduce):
        accept_introduction(introduction=sent, by=both)


def test_an_introduction_ends_the_day_after_its_deadline(sent, offering):
    over = timezone.localdate() + timedelta(days=22)

    ended = (expire(on=sent.deadline), expire(on=over), expire(on=over))

    assert ended == (0, 1, 0)
    with pytest.raises(WrongState):
        accept_introduction(introduction=sent, by=offering)


def test_after_it_ended_unanswered_one_may_ask_again(sent, need, offer, asking):
    expire(on=sent.deadline + timedelta(days=1))

    again = request_introduction(need=need, institution=offer.institution, offer=offer, by=asking)

    assert (again.pk == sent.pk, again.status) == (False, IntroductionStatus.PROPOSED)


def test_a_broker_takes_what_nobody_looks_after(need, offer, asking, broker):
    begun = request_introduction(need=need, institution=offer.institution, by=asking)

    taken = take_introduction(introduction=begun, by=broker)

    assert (taken.status, taken.owner) == ("broker_review", broker)


def test_who_neither_brokers_nor_takes_part_takes_no_step(sent):
    stranger = member_of(InstitutionFactory())

    with pytest.raises(CannotIntroduce):
        accept_introduction(introduction=sent, by=stranger)


def test_no_letter_of_one_side_bears_an_address_of_the_other(sent, asking, offering):
    accept_introduction(introduction=sent, by=offering)

    told = {letter.recipient: "" for letter in Message.objects.all()}
    for letter in Message.objects.all():
        told[letter.recipient] += letter.text + letter.html
    assert offering.email not in told[asking.email]
    assert asking.email not in told[offering.email]


def test_a_need_is_in_introduction_and_then_matched(sent, need, offering):
    during = Need.objects.get(pk=need.pk).status
    accept_introduction(introduction=sent, by=offering)

    assert (during, Need.objects.get(pk=need.pk).status) == ("in_introduction", "matched")
    assert Introduction.objects.open().count() == 0


def test_who_has_not_answered_is_reminded_a_week_and_two_days_before(sent, asking, offering):
    days = [sent.deadline - timedelta(days=before) for before in (8, 7, 7, 3, 2, 1, 0)]

    written = [remind(on=day) for day in days]

    assert written == [0, 1, 0, 0, 1, 0, 0]
    reminders = Message.objects.filter(purpose="introduction-reminder")
    assert {letter.recipient for letter in reminders} == {offering.email}


def test_nobody_is_reminded_of_what_is_answered(sent, offering):
    accept_introduction(introduction=sent, by=offering)

    assert remind(on=sent.deadline) == 0


def test_a_person_reads_and_takes_along_what_they_did_and_leaves_without_a_name(sent, asking):
    write_message(introduction=sent, text="When could we talk?", key=uuid.uuid4(), by=asking)

    told = personal_data.tell(asking)
    personal_data.forget(asking)

    assert [each["text"] for each in told["messages"]] == ["When could we talk?"]
    assert [each["problem"] for each in told["introductions_asked_for"]] == [sent.problem]
    stored = Introduction.objects.get()
    message = stored.messages.get()
    assert (stored.requested_by, stored.demand_accepted_by) == (None, None)
    assert (message.author, message.author_name, message.text) == (None, "", "When could we talk?")


def test_other_words_for_what_is_asked_already_are_not_lost_in_silence(need, offer, asking):
    request_introduction(need=need, institution=offer.institution, offer=offer, message="One", by=asking)

    with pytest.raises(CannotIntroduce, match="being introduced already"):
        request_introduction(need=need, institution=offer.institution, offer=offer, message="Two", by=asking)


def test_one_side_hears_nothing_of_what_the_other_asked_before_it_is_sent(need, offer, asking, offering, broker):
    begun = offer_introduction(offer=offer, need=need, by=offering)

    with pytest.raises(CannotIntroduce, match="A broker is looking"):
        request_introduction(need=need, institution=offer.institution, offer=offer, by=asking)

    seen = [Introduction.objects.visible_to(each).count() for each in (asking, offering, broker)]
    send_introduction(introduction=begun, by=broker)
    assert (seen, Introduction.objects.visible_to(asking).count()) == ([0, 1, 1], 1)
