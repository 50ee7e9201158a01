"""Parts of two records that become one: none is lost, and nobody is shown to more people than agreed."""

import pytest

from core.models import Visibility
from partnerships.merging import merge_partnerships
from partnerships.models import Commitment, Contact, PartConsent
from partnerships.openings import revision_of
from partnerships.services.openings import agree_to_open
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between
from tests.partnerships.parts_typed import TYPED, part_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def offers():
    return InstitutionFactory()


@pytest.fixture
def keep(asks, offers):
    return partnership_between(asks, offers)


@pytest.fixture
def drop(asks, offers):
    return partnership_between(asks, offers, source_url="https://b.example/drop")


def merge(keep, drop):
    return merge_partnerships(keep=keep, drop=drop, by=UserFactory(role="administrator"))


@pytest.mark.parametrize("part", TYPED)
def test_every_kind_of_part_follows(keep, drop, offers, part):
    item = part_of(drop, part, institution=offers)

    merge(keep, drop)

    item.refresh_from_db()
    assert item.partnership == keep


def test_a_contact_of_both_is_one_with_the_narrower_consent(keep, drop, asks):
    mine = part_of(keep, "contact", institution=asks)
    Contact.objects.filter(pk=mine.pk).update(consent="community", job_title="", email="AMA@example.org")
    part_of(drop, "contact", institution=asks)

    merge(keep, drop)

    (left,) = Contact.objects.all()
    assert (left.pk, left.consent, left.job_title) == (mine.pk, "none", "Head of registers")


def test_one_commitment_said_in_both_is_one(keep, drop, asks):
    part_of(keep, "commitment", institution=asks)
    part_of(drop, "commitment", institution=asks)

    merge(keep, drop)

    assert Commitment.objects.get().partnership == keep


def test_what_was_opened_stays_open_with_its_consents(keep, drop, asks, offers):
    item = part_of(drop, "adaptation")
    for institution in (asks, offers):
        agree_to_open(item=item, to="public", revision=revision_of(item), by=member_of(institution))

    merge(keep, drop)

    item.refresh_from_db()
    assert item.visibility == Visibility.PUBLIC
    assert list(PartConsent.objects.values_list("partnership", flat=True)) == [keep.pk, keep.pk]
