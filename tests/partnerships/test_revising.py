"""Correcting what is published: readers see the confirmed wording until both sides stand by the new one."""

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships import consents
from partnerships.models import Partnership
from partnerships.services import confirmations, drafts, editing, revising
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
OLD, NEW = "Files travel by bus.", "Files travel by bus, and arrive late."


@pytest.fixture
def asking_person():
    return member_of(InstitutionFactory())


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def record(asking_person, offering_person):
    """Public, and confirmed by both sides."""
    asks, offers = (person.memberships.get().institution for person in (asking_person, offering_person))
    record = partnership_between(asks, offers, standing="one_side", visibility=Visibility.PARTIES, problem=OLD)
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    return confirmations.confirm_partnership(partnership=record, by=offering_person)


def proposed(record, by):
    copy = revising.open_revision(partnership=record, by=by)
    copy = editing.save_step(partnership=copy, values={"problem": NEW}, version=copy.edit_version, by=by)
    return drafts.submit_draft(partnership=copy, version=copy.version, by=by)


def test_readers_see_the_confirmed_wording_meanwhile(client, record, asking_person):
    proposed(record, asking_person)

    page = client.get(record.get_absolute_url()).content.decode()

    assert OLD in page
    assert NEW not in page


def test_the_new_wording_is_in_no_list(client, record, asking_person, offering_person):
    proposed(record, asking_person)
    client.force_login(offering_person)

    listed = client.get(reverse("partnerships:list")).content.decode()

    assert "new-wording" not in listed


def test_the_new_wording_replaces_the_old_once_the_other_side_confirms(record, asking_person, offering_person):
    copy = proposed(record, asking_person)

    after = confirmations.confirm_partnership(partnership=copy, by=offering_person)

    record.refresh_from_db()
    assert (after, record.problem, record.visibility, record.standing) == (
        record,
        NEW,
        Visibility.PUBLIC,
        Partnership.Standing.BOTH_SIDES,
    )
    assert not Partnership.objects.filter(pk=copy.pk).exists()


def test_editing_a_published_record_in_the_pages_makes_a_copy(client, record, asking_person):
    client.force_login(asking_person)
    url = reverse("partnerships:edit_step", args=[record.slug, "problem"])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"problem": NEW, "version": record.version}

    client.post(url, data)

    record.refresh_from_db()
    assert (record.problem, record.revisions.get().problem) == (OLD, NEW)


def test_a_wording_written_for_an_older_version_is_not_adopted(record, asking_person, offering_person):
    copy = proposed(record, asking_person)
    Partnership.objects.filter(pk=record.pk).update(version=record.version + 5)

    with pytest.raises(confirmations.CannotConfirm):
        confirmations.confirm_partnership(partnership=copy, by=offering_person)

    record.refresh_from_db()
    assert record.problem == OLD


def test_the_stage_goes_on_in_the_record_itself(record, asking_person):
    copy = revising.open_revision(partnership=record, by=asking_person)

    editing.save_step(partnership=copy, values={"stage": "exchanging"}, version=copy.edit_version, by=asking_person)

    record.refresh_from_db()
    copy.refresh_from_db()
    assert (record.stage, revising.is_outdated(copy)) == ("exchanging", False)


@pytest.mark.parametrize(("standing", "waits"), [("public_source", False), ("both_sides", True)])
def test_the_secretariat_corrects_at_once_only_what_nobody_confirmed(standing, waits):
    editor = UserFactory(role="editor")
    record = partnership_between(standing=standing, confirmed_on="2026-11-03")

    assert revising.needs_revision(editor, record) is waits


def test_consents_survive_the_adoption(record, asking_person, offering_person):
    record.members.update(stated_name="As the source spells it")

    after = confirmations.confirm_partnership(partnership=proposed(record, asking_person), by=offering_person)

    assert consents.awaits_confirmation_of(after) == []


def test_two_tabs_on_a_new_wording_lose_no_stage(record, asking_person):
    copy = revising.open_revision(partnership=record, by=asking_person)
    read = copy.edit_version
    editing.save_step(partnership=copy, values={"stage": "exchanging"}, version=read, by=asking_person)
    copy = Partnership.objects.get(pk=copy.pk)

    with pytest.raises(editing.EditedMeanwhile):
        editing.save_step(partnership=copy, values={"stage": "closed"}, version=read, by=asking_person)


def test_a_copy_is_not_adopted_over_a_change_made_meanwhile(record, asking_person):
    copy = revising.open_revision(partnership=record, by=asking_person)
    Partnership.objects.filter(pk=record.pk).update(version=record.version + 1)

    with pytest.raises(revising.OutdatedWording):
        revising.adopt_revision(copy=copy)


def test_an_institution_that_confirmed_is_not_taken_out_by_others(record, asking_person):
    copy = revising.open_revision(partnership=record, by=asking_person)

    with pytest.raises(editing.CannotSave, match="only its own people"):
        editing.save_step(partnership=copy, values={"supply": []}, version=copy.edit_version, by=asking_person)


def test_editing_a_lowered_record_ends_its_confirmation(record, asking_person):
    lowered = confirmations.share_partnership(partnership=record, to=Visibility.PARTIES, by=asking_person)

    edited = editing.save_step(
        partnership=lowered, values={"problem": NEW}, version=lowered.edit_version, by=asking_person
    )

    assert (edited.standing, edited.confirmed_on) == (Partnership.Standing.ONE_SIDE, None)


def test_a_new_wording_cannot_claim_a_public_source(record):
    editor = UserFactory(role="editor")
    copy = revising.open_revision(partnership=record, by=editor)

    submitted = drafts.submit_draft(partnership=copy, version=copy.version, from_source=True, by=editor)

    assert (submitted.standing, submitted.visibility) == (Partnership.Standing.ONE_SIDE, Visibility.PARTIES)
