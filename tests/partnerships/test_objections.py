"""An objection hides a record from everyone but its parties, for as long as it stands."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import Visibility
from mail.models import Message
from partnerships.asking.links import send_link
from partnerships.models import Confirmation, FacetCount, Partnership
from partnerships.services import confirmations, drafts, editing, revising
from partnerships.services.answering import LinkAnswer, answer_by_link
from partnerships.services.objections import CannotObject, object_to_partnership
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking_person():
    return member_of(InstitutionFactory())


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def record(asking_person, offering_person):
    asks, offers = (person.memberships.get().institution for person in (asking_person, offering_person))
    return partnership_between(asks, offers, reported_by=offers)


def test_an_objection_hides_the_record_at_once(record, asking_person):
    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    record.refresh_from_db()
    assert record.visibility == Visibility.PARTIES
    assert record.objected_at is not None
    assert not Partnership.objects.public().exists()


def test_an_objection_leaves_the_kept_counts(record, asking_person):
    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    counted = FacetCount.objects.filter(facet="total").values_list("n", flat=True)
    assert sum(counted) == 0


def test_an_objection_by_link_hides_the_record(record):
    asks = InstitutionFactory()
    record.members.filter(side="demand").update(institution=asks)
    link = send_link(partnership=record, institution=asks, address="ama@bureau.example", by=None)

    answer_by_link(link=link, answer=LinkAnswer(decision="object", name="Ama", note="This never happened."))

    record.refresh_from_db()
    assert (record.visibility, Confirmation.objects.get().note) == (Visibility.PARTIES, "This never happened.")


def test_the_secretariat_and_the_reporting_side_are_told(record, asking_person, offering_person):
    editor = UserFactory(role="editor")

    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    told = Message.objects.filter(purpose="objection").values_list("recipient", flat=True)
    assert set(told) == {editor.email, offering_person.email}


def test_the_same_objection_twice_is_one(record, asking_person):
    for _ in range(2):
        object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    assert Confirmation.objects.count() == 1


def test_an_objection_needs_a_reason(record, asking_person):
    with pytest.raises(CannotObject):
        object_to_partnership(partnership=record, reason="  ", by=asking_person)


def test_who_takes_no_part_cannot_object(record):
    with pytest.raises(CannotObject):
        object_to_partnership(partnership=record, reason="No.", by=member_of(InstitutionFactory()))


def test_the_other_sides_word_does_not_lift_an_objection(record, asking_person, offering_person):
    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert record.objected_at is not None


def test_the_objecting_side_lifts_it_by_confirming(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=offering_person)
    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    confirmations.confirm_partnership(partnership=record, by=asking_person)

    record.refresh_from_db()
    assert (record.objected_at, record.visibility) == (None, Visibility.PUBLIC)


def test_the_database_shows_no_record_that_is_objected_to(record, asking_person):
    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Partnership.objects.filter(pk=record.pk).update(visibility=Visibility.PUBLIC)


@pytest.fixture
def agreed(record, asking_person, offering_person):
    """Public, with the word of both sides."""
    for person in (asking_person, offering_person):
        record = confirmations.confirm_partnership(partnership=record, by=person)
    return record


def new_wording(record, by):
    copy = revising.open_revision(partnership=record, by=by)
    copy = editing.save_step(partnership=copy, values={"title": "Faster files"}, version=copy.edit_version, by=by)
    return drafts.submit_draft(partnership=copy, version=copy.version, by=by)


def test_no_new_wording_is_shown_over_an_objection(agreed, asking_person, offering_person):
    copy = new_wording(agreed, offering_person)
    object_to_partnership(partnership=agreed, reason="We never said so.", by=offering_person)

    confirmations.confirm_partnership(partnership=copy, by=asking_person)

    agreed.refresh_from_db()
    assert (agreed.visibility, agreed.objected_at is None) == (Visibility.PARTIES, False)


def test_who_objects_lifts_it_by_confirming_a_new_wording(agreed, asking_person, offering_person):
    copy = new_wording(agreed, offering_person)
    object_to_partnership(partnership=agreed, reason="This never happened.", by=asking_person)

    confirmations.confirm_partnership(partnership=copy, by=asking_person)

    agreed.refresh_from_db()
    assert (agreed.title, agreed.visibility, agreed.objected_at) == ("Faster files", Visibility.PUBLIC, None)


def test_an_objection_to_a_new_wording_outlives_it(agreed, asking_person, offering_person):
    copy = new_wording(agreed, offering_person)
    asks = asking_person.memberships.get().institution
    link = send_link(partnership=copy, institution=asks, address="ama@bureau.example", by=None)
    answer_by_link(link=link, answer=LinkAnswer(decision="object", name="Ama", note="This never happened."))

    confirmations.delete_partnership(partnership=copy, by=UserFactory(role="administrator"))
    connection.check_constraints()

    assert Confirmation.objects.get(decision="objected").link == link
