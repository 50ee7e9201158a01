"""What people owe: on one page, and in one letter a week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.registry import mail_purpose
from mail.models import Message
from results.models import Observation
from results.models.choices import Answering, ObservationState
from results.owed import owed_by
from results.owed.letters import PURPOSE, remind
from tests.factories import (
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return partnership_between()


@pytest.fixture
def asking(record):
    return record.members.get(side="demand").institution


@pytest.fixture
def offering(record):
    return record.members.get(side="supply").institution


@pytest.fixture
def speaker(asking):
    return member_of(asking)


@pytest.fixture
def indicator(record):
    return IndicatorFactory(result__framework__partnership=record)


@pytest.fixture
def period(indicator):
    return PeriodFactory(indicator=indicator)


def test_a_period_that_is_over_without_a_figure_is_owed(speaker, period):
    assert owed_by(speaker).due == [period]


def test_a_period_that_runs_is_not_owed(speaker, indicator):
    PeriodFactory(indicator=indicator, ends_on=timezone.localdate() + timedelta(days=1))

    assert owed_by(speaker).due == []


def test_a_reason_why_it_does_not_apply_counts_as_well(speaker, period):
    ObservationFactory(indicator=period.indicator, period=period, value=None, not_applicable="No case came up")

    assert owed_by(speaker).due == []


@pytest.mark.parametrize(("side", "is_owed"), [(Answering.DEMAND, True), (Answering.SUPPLY, False), ("", True)])
def test_the_side_that_reports_owes(speaker, record, side, is_owed):
    PeriodFactory(indicator__result__framework__partnership=record, indicator__reported_by=side)

    assert bool(owed_by(speaker).due) is is_owed


def test_staff_owe_only_what_they_began(asking, period):
    person = member_of(asking, role="staff")
    draft = ObservationFactory(indicator=period.indicator, recorded_by=person)

    owed = owed_by(person)

    assert (owed.due, owed.to_mend, owed.to_verify) == ([], [draft], [])


def test_what_was_returned_stands_before_drafts(speaker, indicator):
    draft = ObservationFactory(indicator=indicator, recorded_by=speaker)
    returned = ObservationFactory(
        indicator=indicator, recorded_by=speaker, state=ObservationState.RETURNED, returned_reason="Which register?"
    )

    assert owed_by(speaker).to_mend == [returned, draft]


def test_who_left_the_institution_owes_nothing(indicator):
    person = UserFactory()
    ObservationFactory(indicator=indicator, recorded_by=person)

    assert owed_by(person).count == 0


def test_others_verify_what_was_submitted(speaker, offering, indicator):
    submitted = ObservationFactory(indicator=indicator, recorded_by=speaker, state=ObservationState.SUBMITTED)

    assert owed_by(speaker).to_verify == []
    assert owed_by(member_of(offering)).to_verify == [submitted]


def test_the_page_is_for_people_who_signed_in(client):
    assert client.get(reverse("results:owed")).status_code == 302


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_takes_as_many_queries_for_one_of_each_as_for_ten(
    client, speaker, indicator, django_assert_max_num_queries, count
):
    for _turn in range(count):
        period = PeriodFactory(indicator__result=indicator.result)
        ObservationFactory(indicator=period.indicator, recorded_by=speaker)
        ObservationFactory(indicator=period.indicator, state=ObservationState.SUBMITTED)
    client.force_login(speaker)

    with django_assert_max_num_queries(8):
        shown = client.get(reverse("results:owed"))

    assert shown.context["owed"].count == 3 * count


def letters():
    return Message.objects.filter(purpose=PURPOSE)


def test_each_person_gets_one_letter_a_week_however_much_it_is(speaker, offering, indicator):
    other = member_of(offering)
    for _turn in range(12):
        PeriodFactory(indicator__result=indicator.result)

    first, second = remind(), remind()

    assert (first, second) == (2, 0)
    assert set(letters().values_list("recipient", flat=True)) == {speaker.email, other.email}


def test_who_has_the_letter_of_the_week_is_not_looked_at_again(speaker, period, django_assert_num_queries):
    remind()

    with django_assert_num_queries(1):
        assert remind() == 0


def test_the_letter_names_what_is_owed_and_where(speaker, period):
    remind()

    text = letters().get(recipient=speaker.email).text
    assert period.indicator.title in text
    assert f"/indicators/{period.indicator.number}/observations/new/?period={period.pk}" in text
    assert reverse("results:owed") in text


def test_who_owes_nothing_gets_no_letter(speaker):
    assert remind() == 0


def test_what_a_colleague_looks_after_is_theirs(speaker, asking, record, period):
    colleague = member_of(asking)
    record.holdings.create(institution=asking, holder=colleague)

    remind()

    assert letters().get().recipient == colleague.email


def test_next_week_it_comes_again(speaker, period):
    remind()
    letters().update(period="2020-01")

    assert remind() == 1


def test_who_has_done_it_meanwhile_gets_no_letter(speaker, period):
    remind()
    message = letters().get()
    still_wanted = mail_purpose(PURPOSE).still_wanted
    before = still_wanted([message.pk])
    Observation.objects.create(indicator=period.indicator, period=period, observed_on=period.ends_on, value=1)

    assert (before, still_wanted([message.pk])) == ({message.pk}, set())
