"""Leadership commitment at the start and yearly: who has been silent for too long."""

from datetime import date

import pytest
from django.utils import timezone

from partnerships.commitments import commitments_due
from tests.factories import InstitutionFactory, PartnershipMemberFactory, member_of, partnership_between
from tests.partnerships.parts_typed import part_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def record(asks):
    return partnership_between(asks, stage="exchanging")


def due(*institutions):
    found = commitments_due([each.pk for each in institutions], TODAY)
    return [(member.partnership, member.institution, member.last_said) for member in found]


def said(record, institution, day):
    word = part_of(record, "commitment", institution=institution)
    word.made_on = day
    word.save()


def test_whoever_never_said_a_word_is_asked(record, asks):
    assert due(asks) == [(record, asks, None)]


@pytest.mark.parametrize(("day", "is_due"), [(date(2025, 11, 22), True), (date(2025, 11, 23), False)])
def test_a_word_lasts_for_a_year(record, asks, day, is_due):
    said(record, asks, day)

    assert due(asks) == ([(record, asks, day)] if is_due else [])


def test_the_latest_word_counts(record, asks):
    said(record, asks, date(2024, 1, 1))
    said(record, asks, date(2026, 1, 1))

    assert due(asks) == []


def test_what_the_other_side_said_does_not_count(record, asks):
    other = record.members.get(side="supply").institution
    said(record, other, date(2026, 1, 1))

    assert due(asks, other) == [(record, asks, None)]


@pytest.mark.parametrize("stage", ["scoping", "closed", "suspended", "cancelled", "unknown"])
def test_only_active_partnerships_are_asked(asks, stage):
    partnership_between(asks, stage=stage)

    assert due(asks) == []


def test_drafts_funders_and_those_who_left_are_not_asked(record, asks):
    funder = PartnershipMemberFactory(partnership=record, side="funder").institution
    record.members.filter(institution=asks).update(left_on=date(2026, 1, 1))
    partnership_between(asks, stage="exchanging", visibility="private", standing="one_side")

    assert due(asks, funder) == []


def test_whoever_never_spoke_comes_before_those_who_did(record, asks):
    said(record, asks, date(2020, 1, 1))
    silent = partnership_between(asks, stage="founding")

    assert [found[0] for found in due(asks)] == [silent, record]


def test_ten_records_cost_one_query(asks, django_assert_num_queries):
    for _ in range(10):
        partnership_between(asks, stage="exchanging")

    with django_assert_num_queries(1):
        assert len(due(asks)) == 10


def test_the_page_reminds_those_who_speak_for_a_silent_side(client, record, asks):
    speaker, url = member_of(asks), record.get_absolute_url()
    client.force_login(speaker)
    assert "nothing said for a year" in client.get(url).content.decode()

    said(record, asks, timezone.localdate())

    assert "nothing said for a year" not in client.get(url).content.decode()
    client.force_login(member_of(record.members.get(side="supply").institution))
    assert client.get(url).context["parts"].commitment_due
    client.force_login(member_of(InstitutionFactory()))
    assert not client.get(url).context["parts"].commitment_due
