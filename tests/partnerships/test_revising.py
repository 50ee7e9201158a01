"""Correcting what is published: readers see the confirmed wording until both sides stand by the new one."""

import pytest
from django.urls import reverse

from core.models import Visibility
from core.versions import EditedMeanwhile
from mail.models import Message
from partnerships import consents
from partnerships.asking.links import send_link
from partnerships.emails import still_for_their_readers
from partnerships.models import Correction, OwnWords, Partnership
from partnerships.permissions import can_delete
from partnerships.services import confirmations, corrections, drafts, editing, revising
from partnerships.services.answering import LinkAnswer, answer_by_link
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipMemberFactory,
    UserFactory,
    member_of,
    partnership_between,
)

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

    with pytest.raises(EditedMeanwhile):
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


def link_to(partnership, person, address="ama@bureau.example"):
    return send_link(
        partnership=partnership, institution=person.memberships.get().institution, address=address, by=None
    )


def corrected(partnership, person, address="ama@bureau.example", **wanted):
    """What the person's side would say differently, told by a signed link."""
    said = LinkAnswer(decision="correct", name="Ama Mensah", corrections=wanted)
    answer_by_link(link=link_to(partnership, person, address), answer=said)


def test_the_address_of_a_wording_that_was_adopted_leads_to_the_record(client, record, asking_person, offering_person):
    copy = proposed(record, asking_person)
    confirmations.confirm_partnership(partnership=copy, by=offering_person)

    assert client.get(copy.get_absolute_url()).url == record.get_absolute_url()


def test_corrections_of_an_outdated_wording_are_not_accepted(record, asking_person, offering_person):
    copy = proposed(record, offering_person)
    corrected(copy, asking_person, summary="Two courts.")
    Partnership.objects.filter(pk=record.pk).update(version=record.version + 5)

    with pytest.raises(corrections.CannotDecide, match="ask for a new one"):
        corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)


def test_of_two_open_corrections_of_one_field_the_one_of_the_new_wording_stays(record, asking_person, offering_person):
    corrected(record, asking_person, summary="Said of the record")
    copy = proposed(record, offering_person)
    corrected(copy, asking_person, address="kofi@bureau.example", summary="Said of the wording", reform="Digital")
    corrections.accept_corrections(corrections=Correction.objects.filter(field="reform"), by=offering_person)

    confirmations.confirm_partnership(partnership=copy, by=asking_person)

    record.refresh_from_db()
    assert record.reform == "Digital"
    assert list(record.corrections.open().values_list("proposed", flat=True)) == ["Said of the wording"]


def test_the_letter_on_accepted_corrections_survives_the_adoption(record, asking_person, offering_person):
    copy = proposed(record, offering_person)
    corrected(copy, asking_person, summary="Two courts.")
    Correction.objects.update(link=None)

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    letters = set(Message.objects.filter(purpose="corrections-accepted").values_list("pk", flat=True))
    assert len(letters) == 1
    assert still_for_their_readers(letters) == letters


def test_what_a_party_took_back_stays_back_until_it_agrees_to_the_new_wording(record, asking_person, offering_person):
    funder = member_of(InstitutionFactory(kind="donor"))
    PartnershipMemberFactory(partnership=record, institution=funder.memberships.get().institution, side="funder")
    for person in (asking_person, offering_person):
        record = confirmations.confirm_partnership(partnership=record, by=person)
    record = confirmations.share_partnership(partnership=record, to=Visibility.COMMUNITY, by=funder)
    copy = proposed(record, offering_person)

    confirmations.confirm_partnership(partnership=copy, by=asking_person)
    record.refresh_from_db()
    before = record.visibility
    confirmations.share_partnership(partnership=copy, to=Visibility.PUBLIC, by=funder)

    record.refresh_from_db()
    assert (before, record.visibility, record.problem) == (Visibility.COMMUNITY, Visibility.PUBLIC, NEW)


def test_own_words_keep_what_they_replace_in_a_new_wording(record, asking_person, offering_person):
    copy = proposed(record, offering_person)
    said = LinkAnswer(decision="correct", name="Ama Mensah", own_words="Our files arrive late.")

    answer_by_link(link=link_to(copy, asking_person), answer=said)

    assert list(OwnWords.objects.values_list("stood", flat=True)) == [OLD, NEW]


def test_corrections_are_accepted_into_the_wording_that_waits_for_the_other_side(
    record, asking_person, offering_person
):
    copy = proposed(record, offering_person)
    corrected(record, asking_person, summary="Two courts.")

    written = corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    assert (written, written.summary, written.problem) == (copy, "Two courts.", NEW)


def test_an_outdated_wording_is_given_up_by_its_author(client, record, asking_person, offering_person):
    copy = proposed(record, asking_person)
    Partnership.objects.filter(pk=record.pk).update(version=record.version + 5)
    client.force_login(asking_person)

    client.post(reverse("partnerships:delete", args=[copy.slug]))

    assert revising.open_revision(partnership=record, by=asking_person).problem == OLD


def test_a_wording_of_a_colleague_of_the_other_side_is_not_theirs_to_give_up(record, asking_person, offering_person):
    copy = proposed(record, asking_person)

    assert not can_delete(offering_person, copy)


def test_a_letter_about_a_wording_that_was_adopted_leads_to_the_record(client, record, asking_person, offering_person):
    copy = proposed(record, asking_person)
    confirmations.confirm_partnership(partnership=copy, by=offering_person)
    client.force_login(offering_person)

    page = client.get(reverse("partnerships:confirm", args=[copy.slug]))

    assert page.context["partnership"] == record
