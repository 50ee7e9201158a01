"""What a side says by its signed link, and what the register makes of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import Visibility
from mail.models import Message
from partnerships import consents
from partnerships.asking.links import CannotSend, send_link
from partnerships.models import AwaitedWord, Confirmation, Contact, Correction, OwnWords, Partnership, SideLink
from partnerships.revisions import revision_of
from partnerships.services import answering, confirmations, corrections
from partnerships.services.answering import LinkAnswer, answer_by_link
from partnerships.speakers import Speaker
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
Standing = Partnership.Standing
THEIRS, OURS = "Files travel by bus.", "Our files arrive when the case is over."


@pytest.fixture
def asks():
    """An institution without anybody on the portal."""
    return InstitutionFactory()


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def offers(offering_person):
    return offering_person.memberships.get().institution


@pytest.fixture
def record(asks, offers, offering_person):
    """As the offering side reported it; the other side has not spoken."""
    record = partnership_between(
        asks,
        offers,
        standing=Standing.ONE_SIDE,
        visibility=Visibility.PARTIES,
        source_url="",
        problem=THEIRS,
        problem_reported_by=str(offers),
        reported_by=offers,
    )
    return confirmations.record_submission(partnership=record, by=offering_person)


@pytest.fixture
def link(record, asks, offering_person):
    return send_link(partnership=record, institution=asks, address="ama@bureau.example", by=offering_person)


def answer(decision="confirm", **more):
    return LinkAnswer(decision=decision, name="Ama Mensah", job_title="Chief Statistician", **more)


def test_confirming_by_link_makes_the_record_public(link, record):
    answer_by_link(link=link, answer=answer())

    record.refresh_from_db()
    assert (record.standing, record.visibility, record.problem_in_own_words) == (
        Standing.BOTH_SIDES,
        Visibility.PUBLIC,
        True,
    )


def test_the_word_keeps_the_name_and_office_of_whoever_answered(link, asks):
    answer_by_link(link=link, answer=answer())

    word = Confirmation.objects.get(institution=asks)
    assert (word.by, word.by_name, word.by_title, word.channel, word.link) == (
        None,
        "Ama Mensah",
        "Chief Statistician",
        "link",
        link,
    )


def test_no_link_goes_to_the_address_of_who_asks(record, asks, offering_person):
    with pytest.raises(CannotSend):
        send_link(partnership=record, institution=asks, address=offering_person.email.upper(), by=offering_person)


def test_corrections_stand_beside_what_is_written(link, record, asks):
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files", "summary": ""}))

    record.refresh_from_db()
    assert record.title != "Faster files"
    assert list(Correction.objects.values_list("field", "proposed", "status", "institution")) == [
        ("title", "Faster files", "proposed", asks.pk)
    ]


def test_who_corrects_stands_by_the_corrected_wording_and_not_by_the_present_one(link, record, asks, offers):
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    assert set(consents.standing_consents(record)) == {offers.pk}
    Partnership.objects.filter(pk=record.pk).update(title="Faster files")
    assert set(consents.standing_consents(Partnership.objects.get(pk=record.pk))) == {asks.pk}


def test_accepting_all_corrections_makes_the_record_public(link, record, offering_person):
    answer_by_link(
        link=link, answer=answer("correct", corrections={"title": "Faster files", "reform": "Digital files"})
    )

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    record.refresh_from_db()
    assert (record.title, record.reform, record.standing, record.visibility) == (
        "Faster files",
        "Digital files",
        Standing.BOTH_SIDES,
        Visibility.PUBLIC,
    )


def test_accepting_one_of_two_leaves_the_record_with_the_parties(link, record, offering_person):
    answer_by_link(
        link=link, answer=answer("correct", corrections={"title": "Faster files", "reform": "Digital files"})
    )

    corrections.accept_corrections(corrections=Correction.objects.filter(field="title"), by=offering_person)

    record.refresh_from_db()
    assert (record.title, record.reform, record.visibility) == ("Faster files", "", Visibility.PARTIES)


def test_accepting_twice_changes_nothing(link, record, offering_person):
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))
    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)
    said = Confirmation.objects.count()

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    assert Confirmation.objects.count() == said


def test_what_one_brings_oneself_can_be_corrected(link, record, asks, offering_person):
    answer_by_link(link=link, answer=answer("correct", corrections={"brings": "Two mentors"}))

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    assert record.members.get(institution=asks).brings == "Two mentors"


def test_the_proposing_side_does_not_accept_its_own_correction(link, record, asks):
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    with pytest.raises(corrections.CannotDecide):
        corrections.accept_corrections(corrections=Correction.objects.all(), by=member_of(asks))


@pytest.mark.parametrize("role", ["member", "editor"])
def test_who_takes_no_part_accepts_nothing(link, role):
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    with pytest.raises(corrections.CannotDecide):
        corrections.accept_corrections(corrections=Correction.objects.all(), by=UserFactory(role=role))


def test_a_field_that_cannot_hold_the_correction_is_named(link):
    with pytest.raises(ValidationError) as refused:
        answer_by_link(link=link, answer=answer("correct", corrections={"planned_start": "soon"}))
    assert list(refused.value.message_dict) == ["planned_start"]
    assert (Correction.objects.count(), SideLink.objects.get().answered_at) == (0, None)


def test_own_words_hold_at_once(link, record):
    answer_by_link(link=link, answer=answer("correct", own_words=OURS))

    record.refresh_from_db()
    assert (record.problem, record.problem_in_own_words, record.problem_reported_by) == (OURS, True, "")


def test_own_words_unsettle_nobodys_consent(link, record):
    answer_by_link(link=link, answer=answer("correct", own_words=OURS))

    record.refresh_from_db()
    assert (record.standing, record.visibility) == (Standing.BOTH_SIDES, Visibility.PUBLIC)


def test_own_words_keep_what_stood_before(link):
    answer_by_link(link=link, answer=answer("correct", own_words=OURS))

    assert list(OwnWords.objects.values_list("stood", "text", "by_name")) == [
        (THEIRS, OURS, "Ama Mensah, Chief Statistician")
    ]


def test_own_words_of_the_offering_side_are_no_own_words(record, asks, offers):
    asking_person = member_of(asks)
    link = send_link(partnership=record, institution=offers, address="eva@scb.example", by=asking_person)

    answer_by_link(link=link, answer=answer("correct", own_words=OURS))

    record.refresh_from_db()
    assert record.problem == THEIRS


def test_own_words_on_a_public_record_leave_it_public(record, asks, offering_person, link):
    answer_by_link(link=link, answer=answer())
    again = send_link(partnership=record, institution=asks, address="kofi@bureau.example", by=offering_person)

    answer_by_link(link=again, answer=answer("correct", own_words=OURS))

    record.refresh_from_db()
    assert (record.problem, record.standing, record.visibility) == (OURS, Standing.BOTH_SIDES, Visibility.PUBLIC)


def test_a_correction_of_a_public_record_waits_for_the_other_side(record, asks, offering_person, link):
    answer_by_link(link=link, answer=answer())
    again = send_link(partnership=record, institution=asks, address="kofi@bureau.example", by=offering_person)
    old = record.title

    answer_by_link(link=again, answer=answer("correct", corrections={"title": "Faster files"}))

    record.refresh_from_db()
    assert (record.title, record.standing, record.visibility) == (old, Standing.BOTH_SIDES, Visibility.PUBLIC)


def test_an_accepted_correction_of_a_public_record_takes_its_place(record, asks, offering_person, link):
    answer_by_link(link=link, answer=answer())
    again = send_link(partnership=record, institution=asks, address="kofi@bureau.example", by=offering_person)
    answer_by_link(link=again, answer=answer("correct", corrections={"title": "Faster files"}))

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    record.refresh_from_db()
    assert (record.title, record.standing, record.visibility) == (
        "Faster files",
        Standing.BOTH_SIDES,
        Visibility.PUBLIC,
    )
    assert not record.revisions.exists()


def test_a_link_serves_once(link):
    answer_by_link(link=link, answer=answer())

    with pytest.raises(answering.AlreadyAnswered) as refused:
        answer_by_link(link=link, answer=answer("object", note="No."))
    assert refused.value.said.by_name == "Ama Mensah"


def test_one_answer_counts_for_every_link_of_the_side(record, asks, offering_person, link):
    second = send_link(partnership=record, institution=asks, address="kofi@bureau.example", by=offering_person)
    answer_by_link(link=link, answer=answer())

    with pytest.raises(answering.AlreadyAnswered):
        answer_by_link(link=second, answer=LinkAnswer(decision="confirm", name="Kofi"))


def test_a_link_that_has_ended_takes_no_answer(link):
    SideLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    link.refresh_from_db()

    with pytest.raises(answering.LinkEnded):
        answer_by_link(link=link, answer=answer())


def test_the_person_of_another_side_cannot_answer(link, offering_person):
    with pytest.raises(answering.WrongSide):
        answer_by_link(link=link, answer=answer(), by=offering_person)


def test_a_side_that_no_longer_takes_part_cannot_answer(link, record, asks):
    record.members.filter(institution=asks).delete()

    with pytest.raises(answering.WrongSide):
        answer_by_link(link=link, answer=answer())


def test_nobody_confirms_words_that_changed_under_their_eyes(link, record):
    read = revision_of(record)
    Partnership.objects.filter(pk=record.pk).update(title="Another title")

    with pytest.raises(answering.WordingChanged):
        answer_by_link(link=link, answer=answer(revision=read))


def test_whose_word_is_missing_is_noted(link, record, asks):
    before = list(AwaitedWord.objects.values_list("institution", flat=True))

    answer_by_link(link=link, answer=answer())

    assert (before, AwaitedWord.objects.count()) == ([asks.pk], 0)


def test_who_proposed_corrections_is_not_asked_again_at_once(link, record, asks):
    Contact.objects.create(partnership=record, institution=asks, name="Ama Mensah", email=link.address)

    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    assert (SideLink.objects.count(), AwaitedWord.objects.count()) == (1, 0)


def test_who_withdraws_their_corrections_is_awaited_again(link, asks):
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    corrections.withdraw_correction(correction=Correction.objects.get(), speaker=Speaker(name="Ama", link=link))

    assert list(AwaitedWord.objects.values_list("institution", flat=True)) == [asks.pk]


@pytest.fixture
def dated(record):
    Partnership.objects.filter(pk=record.pk).update(planned_start="2020", planned_end="2021")
    record.refresh_from_db()
    return record


def test_an_end_before_its_start_is_named(dated, link):
    with pytest.raises(ValidationError) as refused:
        answer_by_link(link=link, answer=answer("correct", corrections={"planned_start": "2030"}))
    assert list(refused.value.message_dict) == ["planned_start"]


def test_both_dates_of_a_period_are_accepted_in_one(dated, link, offering_person):
    answer_by_link(link=link, answer=answer("correct", corrections={"planned_start": "2030", "planned_end": "2031"}))

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    dated.refresh_from_db()
    assert (dated.planned_start, dated.planned_end) == ("2030", "2031")


def test_one_date_that_fits_only_with_the_other_is_not_accepted_alone(dated, link, offering_person):
    answer_by_link(link=link, answer=answer("correct", corrections={"planned_start": "2030", "planned_end": "2031"}))

    with pytest.raises(corrections.CannotDecide, match="end date"):
        corrections.accept_corrections(corrections=Correction.objects.filter(field="planned_start"), by=offering_person)


def test_the_officer_who_reported_the_record_is_told_of_corrections(asks):
    officer = member_of(InstitutionFactory(kind="donor"), role="staff")
    donor = officer.memberships.get().institution
    record = partnership_between(
        asks, donor, standing=Standing.ONE_SIDE, visibility=Visibility.PARTIES, reported_by=donor
    )
    link = send_link(partnership=record, institution=asks, address="ama@bureau.example", by=officer)

    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    assert told_of_corrections() == [officer.email]


def test_the_others_are_told_of_corrections_by_who_reported_the_record(asks, offering_person):
    record = partnership_between(asks, offering_person.memberships.get().institution, reported_by=asks)
    link = send_link(partnership=record, institution=asks, address="ama@bureau.example", by=None)

    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    assert told_of_corrections() == [offering_person.email]


def test_where_nobody_else_is_on_the_portal_the_secretariat_is_told_of_corrections(asks):
    editor = UserFactory(role="editor")
    link = send_link(partnership=partnership_between(asks), institution=asks, address="ama@bureau.example", by=None)

    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    assert told_of_corrections() == [editor.email]


def told_of_corrections():
    return list(Message.objects.filter(purpose="corrections-proposed").values_list("recipient", flat=True))


def test_corrections_of_what_was_reported_by_somebody_who_left_are_for_the_others_to_decide(
    asks, link, record, offering_person
):
    Partnership.objects.filter(pk=record.pk).update(reported_by=InstitutionFactory())
    answer_by_link(link=link, answer=answer("correct", corrections={"title": "Faster files"}))

    corrections.accept_corrections(corrections=Correction.objects.all(), by=offering_person)

    record.refresh_from_db()
    assert record.title == "Faster files"
