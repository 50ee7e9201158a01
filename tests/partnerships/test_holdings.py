"""Who looks after a record, and how it goes to a colleague."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from community.merging import merge_institutions
from community.models import Membership
from community.services import CannotHandOver, end_membership
from mail.models import Message
from partnerships.answers import Party
from partnerships.merging import merge_partnerships
from partnerships.models import HandOver, Holding
from partnerships.portfolio.letters import still_held
from partnerships.services.drafts import create_draft, submit_draft
from partnerships.services.holdings import hand_over, hand_over_all, hold_for_author, hold_partnership, take_on
from tests.factories import InstitutionFactory, PartnershipFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def donor():
    return InstitutionFactory(name="Norrland Agency", kind="donor")


@pytest.fixture
def officer(donor):
    return member_of(donor, Membership.Role.STAFF, name="Dana Lind")


@pytest.fixture
def colleague(donor):
    return member_of(donor, Membership.Role.STAFF, name="Ebba Ek")


@pytest.fixture
def chief(donor):
    return member_of(donor, name="Frida Falk")


@pytest.fixture
def held(donor, officer):
    """Three records that the officer looks after."""
    records = [partnership_between(supply=donor, title=f"Record {n}") for n in range(3)]
    for each in records:
        hold_partnership(partnership=each, institution=donor, holder=officer)
    return records


def log():
    return list(
        HandOver.objects.order_by("partnership__title").values_list(
            "partnership__title", "from_user__name", "to_user__name", "by__name"
        )
    )


def test_one_colleague_holds_a_record_and_the_first_stays(donor, officer, colleague, held):
    hold_partnership(partnership=held[0], institution=donor, holder=colleague)

    assert list(Holding.objects.filter(partnership=held[0]).values_list("holder__name", flat=True)) == ["Dana Lind"]


def test_an_author_holds_the_record_for_the_institution_that_takes_part(donor, officer):
    other = partnership_between(title="Of others")
    own = partnership_between(supply=donor)

    assert hold_for_author(partnership=other, by=officer) is None
    assert hold_for_author(partnership=own, by=officer).institution == donor


def test_a_submitted_draft_is_held_by_its_author(donor, officer):
    asks = InstitutionFactory(name="Audit Office")
    draft = create_draft(
        values={"problem": "Findings come back each year.", "demand": [Party(asks, None, "", "", "")]},
        creation_key=uuid4(),
        by=officer,
    )

    submitted = submit_draft(partnership=draft, version=draft.version, own_part="supply", by=officer)
    submit_draft(partnership=draft, version=draft.version, by=officer)

    assert list(Holding.objects.values_list("partnership", "institution", "holder")) == [
        (submitted.pk, donor.pk, officer.pk)
    ]


def test_records_go_to_a_colleague_who_is_told_once(donor, officer, colleague, held):
    moved = hand_over(partnerships=held[:2], institution=donor, to=colleague, by=officer)

    assert [each.title for each in moved] == ["Record 0", "Record 1"]
    assert log() == [
        ("Record 0", "Dana Lind", "Ebba Ek", "Dana Lind"),
        ("Record 1", "Dana Lind", "Ebba Ek", "Dana Lind"),
    ]
    holders = dict(Holding.objects.values_list("partnership__title", "holder__name"))
    assert holders == {"Record 0": "Ebba Ek", "Record 1": "Ebba Ek", "Record 2": "Dana Lind"}
    letter = Message.objects.get()
    assert (letter.recipient, letter.subject) == (colleague.email, "Dana Lind handed you 2 partnerships to look after")
    assert "- Record 0\n- Record 1\n" in letter.text


def test_handing_over_again_changes_nothing(donor, officer, chief, colleague, held):
    hand_over(partnerships=held, institution=donor, to=colleague, by=chief)

    assert hand_over(partnerships=held, institution=donor, to=colleague, by=chief) == []
    assert HandOver.objects.count() == 3
    assert Message.objects.count() == 1


@pytest.mark.parametrize("count", [1, 40])
def test_a_whole_desk_costs_no_more_than_one_record(donor, officer, colleague, count, django_assert_max_num_queries):
    for _n in range(count):
        hold_partnership(partnership=partnership_between(supply=donor), institution=donor, holder=officer)

    with django_assert_max_num_queries(13):
        assert hand_over_all(officer, donor, colleague, officer) == count

    assert set(Holding.objects.values_list("holder", flat=True)) == {colleague.pk}


def test_with_a_new_wording_its_record_is_handed_over(donor, officer, colleague, held):
    wording = partnership_between(
        supply=donor, title="New wording", revises=held[0], visibility="parties", standing="one_side"
    )

    moved = hand_over(partnerships=[wording], institution=donor, to=colleague, by=officer)

    assert moved == [held[0]]
    assert not Holding.objects.filter(partnership=wording).exists()
    assert Holding.objects.get(partnership=held[0]).holder == colleague


def test_who_no_longer_holds_a_record_cannot_hand_it_over(donor, officer, colleague, chief, held):
    hand_over(partnerships=held[:1], institution=donor, to=colleague, by=officer)

    with pytest.raises(CannotHandOver, match=r"A colleague looks after these records.*Record 0$"):
        hand_over(partnerships=held, institution=donor, to=chief, by=officer)

    assert Holding.objects.filter(holder=officer).count() == 2


def test_a_focal_point_hands_over_what_a_colleague_holds(donor, officer, colleague, chief, held):
    moved = hand_over(partnerships=held, institution=donor, to=colleague, by=chief)

    assert len(moved) == 3
    assert {by for *_, by in log()} == {"Frida Falk"}


def test_records_are_not_handed_to_oneself(donor, officer, held):
    with pytest.raises(CannotHandOver, match=r"This is yourself. Choose a colleague."):
        hand_over(partnerships=held, institution=donor, to=officer, by=officer)


@pytest.mark.parametrize("status", [None, "requested", "ended"])
def test_records_are_not_handed_to_someone_outside(donor, officer, held, status):
    outsider = member_of(InstitutionFactory(), name="Olga Out")
    if status:
        Membership.objects.create(user=outsider, institution=donor, status=status)

    with pytest.raises(CannotHandOver, match="Olga Out is no verified member of Norrland Agency"):
        hand_over(partnerships=held, institution=donor, to=outsider, by=officer)

    assert Holding.objects.filter(holder=officer).count() == 3


def test_records_without_a_tick_or_without_the_institution_are_refused(donor, officer, chief, colleague):
    with pytest.raises(CannotHandOver, match=r"Tick at least one record."):
        hand_over(partnerships=[], institution=donor, to=colleague, by=chief)
    with pytest.raises(CannotHandOver, match="Norrland Agency takes no part in: Elsewhere"):
        hand_over(partnerships=[PartnershipFactory(title="Elsewhere")], institution=donor, to=colleague, by=chief)


def test_a_focal_point_takes_on_what_nobody_holds(donor, officer, chief, held):
    unheld = partnership_between(supply=donor, title="Unheld")

    taken = take_on(partnerships=[*held, unheld], institution=donor, by=chief)

    assert [each.title for each in taken] == ["Unheld"]
    assert log() == [("Unheld", None, "Frida Falk", "Frida Falk")]
    assert Message.objects.count() == 0


def test_staff_take_on_nothing_where_there_is_a_focal_point(donor, officer, chief):
    unheld = partnership_between(supply=donor, title="Unheld")

    with pytest.raises(CannotHandOver, match="A focal point decides who looks after these: Unheld"):
        take_on(partnerships=[unheld], institution=donor, by=officer)


def test_staff_of_a_donor_without_a_focal_point_take_on_records(donor, officer):
    unheld = partnership_between(supply=donor, title="Unheld")

    assert take_on(partnerships=[unheld], institution=donor, by=officer) == [unheld]


def test_who_leaves_gives_everything_to_a_colleague(donor, officer, colleague, chief, held):
    end_membership(membership=officer.memberships.get(), to=colleague, by=chief)

    assert Holding.objects.filter(holder=colleague).count() == 3
    assert {line[1:] for line in log()} == {("Dana Lind", "Ebba Ek", "Frida Falk")}


def test_who_leaves_without_naming_a_colleague_leaves_records_to_nobody(donor, officer, chief, held):
    end_membership(membership=officer.memberships.get(), by=chief)

    assert Holding.objects.count() == 0
    assert {line[1:] for line in log()} == {("Dana Lind", None, "Frida Falk")}


def test_the_letter_is_not_wanted_once_its_reader_left(donor, officer, colleague, held):
    hand_over(partnerships=held, institution=donor, to=colleague, by=officer)
    letter = Message.objects.get()

    assert still_held([letter.pk]) == {letter.pk}

    colleague.memberships.update(status="ended")
    assert still_held([letter.pk]) == set()


def test_of_two_records_that_become_one_the_holder_of_the_one_that_stays_stays(donor, officer, colleague):
    administrator = UserFactory(role="administrator")
    keep, drop = (partnership_between(supply=donor, title=title) for title in ("Keep", "Drop"))
    hold_partnership(partnership=drop, institution=donor, holder=officer)
    hand_over(partnerships=[drop], institution=donor, to=colleague, by=officer)
    hold_partnership(partnership=keep, institution=donor, holder=officer)

    merge_partnerships(keep=keep, drop=drop, by=administrator)

    assert list(Holding.objects.values_list("partnership", "holder")) == [(keep.pk, officer.pk)]
    assert list(HandOver.objects.values_list("partnership", "to_user")) == [(keep.pk, colleague.pk)]


def test_of_two_institutions_that_become_one_the_records_stay_held(donor, officer):
    administrator = UserFactory(role="administrator")
    double = InstitutionFactory(name="Norrland Agency (double)", kind="donor")
    record = partnership_between(supply=double)
    hold_partnership(partnership=record, institution=double, holder=officer)

    merge_institutions(keep=donor, drop=double, by=administrator)

    assert list(Holding.objects.values_list("institution", "holder")) == [(donor.pk, officer.pk)]


@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_at_once_follow_each_other(donor, officer, colleague, chief, held):
    """The second begins from where the first ended: no record is handed over by who does not hold it any more."""

    def give(to, by):
        try:
            return len(hand_over(partnerships=held, institution=donor, to=to, by=by))
        except CannotHandOver:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        done = [pool.submit(give, to, by) for to, by in ((colleague, officer), (chief, officer))]
        moved = sorted(each.result() for each in done)

    assert moved == [0, 3]
    assert HandOver.objects.count() == 3
    assert Holding.objects.filter(holder=HandOver.objects.first().to_user).count() == 3
