"""Many records at once: shown, marked, merged, exported and deleted, each by the rules of one."""

import csv

import pytest

from community.models import AuditEntry, User
from core.models import Visibility
from partnerships.imports.columns import EXPORTED
from partnerships.models import Confirmation, Partnership, StageChange
from partnerships.services.confirmations import confirm_partnership
from tests.factories import PartnershipFactory, UserFactory, member_of, partnership_between
from tests.partnerships.admin_pages import act, address

pytestmark = pytest.mark.django_db
ONE_SIDE = {"standing": "one_side", "visibility": Visibility.PARTIES}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def confirmed_by_both(agreed, **fields):
    record = partnership_between(**ONE_SIDE, **fields)
    for member in record.members.all():
        confirm_partnership(partnership=record, agreed_visibility=agreed, by=member_of(member.institution))
    return record


def visibility_of(*records):
    return [Partnership.objects.get(pk=record.pk).visibility for record in records]


def test_who_sees_them_is_asked_first(administrator, client):
    records = [partnership_between(title="One"), partnership_between(title="Two")]

    page = act(client, "show_to", records)

    assert "One" in page.text
    assert 'name="to" value="community"' in page.text
    assert visibility_of(*records) == ["public", "public"]


def test_fewer_people_at_once(administrator, client):
    records = [partnership_between(), confirmed_by_both("public")]

    page = act(client, "show_to", records, to="parties")

    assert "2 records changed" in page.text
    assert visibility_of(*records) == ["parties", "parties"]
    assert {(e.action, e.detail) for e in AuditEntry.objects.all()} == {("change", "visibility: public → parties")}


def test_more_people_only_with_the_consent_of_both(administrator, client):
    agreed, reported = confirmed_by_both("public", title="Agreed"), partnership_between(title="Reported", **ONE_SIDE)
    act(client, "show_to", [agreed], to="parties")
    day = Partnership.objects.get(pk=agreed.pk).confirmed_on

    page = act(client, "show_to", [agreed, reported], to="community")

    assert visibility_of(agreed, reported) == ["community", "parties"]
    assert "Reported: The institutions concerned have not all agreed" in page.text
    assert Partnership.objects.get(pk=agreed.pk).confirmed_on == day


def test_no_more_people_than_a_side_agreed_to(administrator, client):
    record = confirmed_by_both("community")

    page = act(client, "show_to", [record], to="public")

    assert "agreed to be shown to fewer people only" in page.text
    assert visibility_of(record) == ["community"]


def test_consent_to_another_wording_counts_for_nothing(administrator, client):
    record = confirmed_by_both("public")
    act(client, "show_to", [record], to="parties")
    Partnership.objects.filter(pk=record.pk).update(problem="Rewritten.")

    act(client, "show_to", [record], to="public")

    assert visibility_of(record) == ["parties"]


def test_drafts_of_others_are_left_to_them(administrator, client):
    draft = PartnershipFactory(
        title="Secret", visibility="private", standing="one_side", created_by=UserFactory(), is_demo=False
    )

    answers = [
        act(client, "show_to", [draft], to="parties"),
        act(client, "merge", [draft, partnership_between()]),
        act(client, "mark_demo", [draft]),
        act(client, "delete_selected", [draft], post="yes"),
    ]

    draft = Partnership.objects.get(pk=draft.pk)
    assert (draft.visibility, draft.is_demo) == ("private", False)
    assert ["Secret" in answer.text for answer in answers] == [False] * 4
    assert answers[-1].status_code == 403


def test_mark_as_demonstration_and_back(administrator, client):
    record = partnership_between()

    act(client, "mark_demo", [record])
    assert Partnership.objects.get(pk=record.pk).is_demo

    act(client, "mark_real", [record])
    assert not Partnership.objects.get(pk=record.pk).is_demo


def test_merge_shows_what_moves_and_contradicts_and_then_merges(administrator, client):
    keep, drop = partnership_between(title="Keep", kind="twinning"), partnership_between(title="Drop", kind="mentoring")

    page = act(client, "merge", [keep, drop])
    assert "2 members" in page.text
    assert "Twinning" in page.text
    assert "Mentoring" in page.text

    page = act(client, "merge", [keep, drop], keep=keep.pk)
    assert "“Drop” is now part of “Keep”." in page.text
    assert list(Partnership.objects.values_list("title", flat=True)) == ["Keep"]
    assert keep.members.count() == 4


def test_merge_that_is_refused_says_why(administrator, client):
    keep, drop = partnership_between(), partnership_between(title="Drop", is_demo=True)

    page = act(client, "merge", [keep, drop], keep=keep.pk)

    assert "Drop: A demonstration record cannot be merged" in page.text
    assert Partnership.objects.count() == 2


def test_merge_needs_two(administrator, client):
    assert "Choose between two and 5 records" in act(client, "merge", [partnership_between()]).text


def test_export_of_the_chosen_is_that_of_the_directory(administrator, client):
    shown, between = partnership_between(title="=Shown"), partnership_between(title="Between", **ONE_SIDE)
    draft = PartnershipFactory(title="Secret", visibility="private", standing="one_side", created_by=UserFactory())
    partnership_between(title="Not chosen")

    answer = act(client, "export_csv", [shown, between, draft])

    lines = b"".join(answer.streaming_content).decode().splitlines()
    table = list(csv.DictReader(lines))
    assert list(table[0]) == list(EXPORTED)
    assert sorted(row["title"] for row in table) == ["'=Shown", "Between"]
    assert [(e.action, e.target, e.detail) for e in AuditEntry.objects.all()] == [("read", between, "export_csv")]


def test_records_are_deleted_with_their_logs(administrator, client):
    record = confirmed_by_both("public", title="Gone")
    StageChange.objects.create(partnership=record, stage="founding", entered_on="2026-11-22")

    page = act(client, "delete_selected", [record])
    assert "Cannot delete" not in page.text
    act(client, "delete_selected", [record], post="yes")

    assert not Partnership.objects.exists()
    assert not Confirmation.objects.exists()
    assert AuditEntry.objects.latest("pk").detail.startswith("deleted: Gone")


def test_one_record_is_deleted_on_its_page(administrator, client):
    record = partnership_between()

    client.post(address("partnership_delete", record.pk), {"post": "yes"})

    assert not Partnership.objects.exists()


def test_no_click_touches_the_whole_register(administrator, client, monkeypatch):
    monkeypatch.setattr("core.admin_lists.MOST_AT_ONCE", 1)
    records = [partnership_between(), partnership_between()]

    page = act(client, "show_to", records, to="parties", select_across="1")

    assert "too many at once" in page.text
    assert visibility_of(*records) == ["public", "public"]
