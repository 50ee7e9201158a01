"""What is mine: which records each tab holds, and for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Visibility
from partnerships.models import AwaitedWord, Correction, DonorReference, Terms
from partnerships.portfolio import rows
from partnerships.portfolio.tabs import TABS, Portfolio
from partnerships.services.holdings import hand_over, hold_partnership
from tests.factories import (
    InstitutionFactory,
    PartnershipFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.partnerships.portfolio.records import STAFF, say_what_we_stand_for, titles

pytestmark = pytest.mark.django_db


def test_mine_is_what_i_hold_and_my_drafts(donor, officer, chief):
    held = partnership_between(supply=donor, title="Held")
    hold_partnership(partnership=held, institution=donor, holder=officer)
    partnership_between(supply=donor, title="Unheld")
    of_colleague = partnership_between(supply=donor, title="Of a colleague")
    hold_partnership(partnership=of_colleague, institution=donor, holder=member_of(donor, STAFF))
    PartnershipFactory(title="My draft", visibility=Visibility.PRIVATE, standing="one_side", created_by=officer)
    PartnershipFactory(title="Draft of another", visibility=Visibility.PRIVATE, standing="one_side", created_by=chief)

    assert titles(officer, "mine") == ["Held", "My draft"]
    assert titles(chief, "mine") == ["Draft of another", "Unheld"]


def test_staff_of_a_donor_without_focal_point_see_what_nobody_holds(donor):
    officer = member_of(donor, STAFF)
    partnership_between(supply=donor, title="Unheld")

    assert titles(officer, "mine") == ["Unheld"]


def test_who_left_the_institution_has_nothing_of_it(donor, officer):
    held = partnership_between(supply=donor, visibility="parties", standing="one_side")
    hold_partnership(partnership=held, institution=donor, holder=officer)
    officer.memberships.update(status="ended")

    assert {tab: titles(type(officer).objects.get(pk=officer.pk), tab) for tab in TABS} == {tab: [] for tab in TABS}


def test_due_is_a_missing_word_of_ours(donor, chief):
    waits_for_us = partnership_between(supply=donor, title="Ours is missing")
    AwaitedWord.objects.create(partnership=waits_for_us, institution=donor)
    for_others = partnership_between(supply=donor, title="Theirs is missing")
    AwaitedWord.objects.create(partnership=for_others, institution=for_others.members.get(side="demand").institution)

    assert titles(chief, "due") == ["Ours is missing"]
    assert titles(chief, "waiting") == ["Theirs is missing"]


def test_due_is_a_correction_that_another_side_proposed_to_our_record(donor, chief):
    ours = partnership_between(supply=donor, title="Ours", reported_by=donor)
    theirs = partnership_between(supply=donor, title="We propose", reported_by=InstitutionFactory())
    demand = ours.members.get(side="demand").institution
    Correction.objects.create(partnership=ours, institution=demand, side="demand", field="title", by_name="A")
    Correction.objects.create(partnership=theirs, institution=donor, side="supply", field="title", by_name="B")

    assert titles(chief, "due") == ["Ours"]

    Correction.objects.update(status=Correction.Status.ACCEPTED)
    assert titles(chief, "due") == []


def test_due_are_terms_whose_signature_comes_from_us(donor, chief):
    offered = partnership_between(supply=donor, title="We offer")
    asked = partnership_between(demand=donor, title="We ask")
    terms = [Terms.objects.create(partnership=each, number=1, text="…") for each in (offered, asked)]

    assert titles(chief, "due") == ["We ask"]

    for each in terms:
        each.demand_signed_at = timezone.now()
        each.save()
    assert titles(chief, "due") == ["We offer"]

    Terms.objects.create(partnership=offered, number=2, text="… anew")
    assert titles(chief, "due") == []


@pytest.mark.parametrize(
    ("planned_end", "stage", "is_due"),
    [
        ("2026", "exchanging", False),
        ("2025", "exchanging", True),
        ("2026-11", "adapting", False),
        ("2026-10", "adapting", True),
        ("2026-11-21", "scoping", True),
        ("2026-11-22", "scoping", False),
        ("2025", "closed", False),
        ("2025", "cancelled", False),
        ("2025", "unknown", False),
        ("", "exchanging", False),
    ],
)
def test_due_is_a_plan_that_ended_without_a_word(donor, chief, time_machine, planned_end, stage, is_due):
    time_machine.move_to("2026-11-22 12:00:00+00:00")
    record = partnership_between(supply=donor, title="Plan", planned_end=planned_end, stage=stage)
    say_what_we_stand_for(record, donor)

    assert titles(chief, "due") == (["Plan"] if is_due else [])


def test_due_is_what_our_leadership_should_say_again(donor, chief, time_machine):
    time_machine.move_to("2026-11-22 12:00:00+00:00")
    record = partnership_between(supply=donor, title="Silent", stage="adapting")
    partnership_between(supply=donor, title="Over", stage="closed")

    assert titles(chief, "due") == ["Silent"]

    say_what_we_stand_for(record, donor)
    assert titles(chief, "due") == []


def test_the_most_urgent_comes_first(donor, chief):
    record = partnership_between(supply=donor, stage="exchanging", planned_end="2020", reported_by=donor)
    demand = record.members.get(side="demand").institution
    found = []

    def next_label():
        mine = Portfolio(chief)
        return rows.next_actions(mine, list(mine.due().prefetch_related("members")))[record.pk].label

    found.append(next_label())
    Terms.objects.create(partnership=record, number=1, text="…", demand_signed_at=timezone.now())
    found.append(next_label())
    Correction.objects.create(partnership=record, institution=demand, side="demand", field="title", by_name="A")
    found.append(next_label())
    AwaitedWord.objects.create(partnership=record, institution=donor)
    found.append(next_label())

    assert found == ["Say how it stands", "Read the terms", "Read the corrections", "Read and confirm"]


def test_stale_is_what_was_confirmed_more_than_a_year_ago(donor, chief):
    today = timezone.localdate()
    both = {"standing": "both_sides", "supply": donor}
    partnership_between(title="Old", confirmed_on=today - timedelta(days=366), **both)
    partnership_between(title="Of this year", confirmed_on=today - timedelta(days=365), **both)
    partnership_between(title="Of others", confirmed_on=today - timedelta(days=500), standing="both_sides")

    assert titles(chief, "stale") == ["Old"]
    assert titles(UserFactory(role="editor"), "stale") == ["Of others", "Old"]


def test_objected_records_are_those_of_the_parties_and_all_for_the_secretariat(donor, chief):
    objected = {"visibility": "parties", "standing": "one_side", "objected_at": timezone.now()}
    partnership_between(supply=donor, title="Ours", **objected)
    partnership_between(title="Of others", **objected)

    assert titles(chief, "objected") == ["Ours"]
    assert titles(UserFactory(role="editor"), "objected") == ["Of others", "Ours"]


def test_handed_over_is_what_i_gave_away_and_still_see(donor, officer, chief):
    records = [partnership_between(supply=donor, title=f"Record {n}") for n in range(2)]
    for each in records:
        hold_partnership(partnership=each, institution=donor, holder=officer)
    hand_over(partnerships=records, institution=donor, to=chief, by=officer)
    records[1].visibility = Visibility.PRIVATE
    records[1].standing = "one_side"
    records[1].save()

    assert titles(officer, "handed-over") == ["Record 0"]
    assert titles(chief, "handed-over") == []


def test_a_new_wording_is_due_and_not_mine(donor, chief):
    record = partnership_between(supply=donor, title="Record")
    wording = partnership_between(
        supply=donor, title="New wording", revises=record, visibility="parties", standing="one_side"
    )
    AwaitedWord.objects.create(partnership=wording, institution=donor)

    assert titles(chief, "mine") == ["Record"]
    assert titles(chief, "due") == ["New wording"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tax registers", ["Tax registers"]),
        ("TAX REG", ["Tax registers"]),
        ("NL-77", ["Audit follow-up"]),
        ("statistics malawi", ["Tax registers"]),
        ("Statistics", ["Tax registers"]),
        ("nothing like it", []),
        ("X-77", []),
    ],
)
def test_one_searches_title_institution_and_own_number(donor, chief, text, found):
    asks = InstitutionFactory(name="Statistics Office of Malawi")
    partnership_between(demand=asks, supply=donor, title="Tax registers")
    audit = partnership_between(supply=donor, title="Audit follow-up")
    DonorReference.objects.create(partnership=audit, institution=donor, number="NL-77")
    DonorReference.objects.create(partnership=audit, institution=InstitutionFactory(), number="X-77")

    assert titles(chief, "mine", q=text) == found


def test_one_narrows_by_sector_and_country(donor, chief):
    record = partnership_between(supply=donor, title="Statistics")
    record.sectors.add(SectorFactory())
    partnership_between(supply=donor, title="Other")

    assert titles(chief, "mine", sector="16062") == ["Statistics"]
    assert titles(chief, "mine", country="KE") == ["Other", "Statistics"]
    assert titles(chief, "mine", country="PE") == []
