"""Merging: whatever points to an institution points to the one that stays."""

import pytest
from django.contrib.contenttypes.models import ContentType

from community.merging import CannotMerge, merge_institutions, what_moves
from community.models import AuditEntry, Institution, Invitation, Membership, ProblemReport
from partnerships.consents import awaits_confirmation_of
from partnerships.models import (
    AwaitedWord,
    Confirmation,
    Correction,
    CorrectionRemark,
    DonorReference,
    Partnership,
    PartnershipMember,
)
from partnerships.services.confirmations import confirm_partnership
from tests.factories import (
    InstitutionFactory,
    InvitationFactory,
    MembershipFactory,
    PartnershipMemberFactory,
    ProblemReportFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    return InstitutionFactory(name="National Audit Office", acronym="NAO")


@pytest.fixture
def drop():
    return InstitutionFactory(
        name="Office of National Audit", slug="office-of-national-audit", website="https://a.example"
    )


@pytest.fixture
def administrator():
    return UserFactory(role="administrator")


def test_merge_moves_partnerships_memberships_sectors_and_parts(keep, drop, administrator):
    partnership = partnership_between(demand=drop)
    membership = MembershipFactory(institution=drop)
    sector = SectorFactory()
    drop.sectors.add(sector)
    child = InstitutionFactory(parent=drop)

    merge_institutions(keep=keep, drop=drop, by=administrator)

    keep = Institution.objects.get(pk=keep.pk)
    partnership.refresh_from_db()
    assert [m.institution for m in partnership.members.filter(side="demand")] == [keep]
    assert list(keep.memberships.all()) == [membership]
    assert list(keep.sectors.all()) == [sector]
    assert list(keep.children.all()) == [child]
    assert not Institution.objects.filter(pk=drop.pk).exists()


def test_merge_keeps_names_address_and_facts(keep, drop, administrator):
    drop.other_names.create(name="ONA")

    merge_institutions(keep=keep, drop=drop, by=administrator)

    keep = Institution.objects.get(pk=keep.pk)
    assert sorted(n.name for n in keep.other_names.all()) == ["ONA", "Office of National Audit"]
    assert [s.slug for s in keep.former_slugs.all()] == ["office-of-national-audit"]
    assert (keep.acronym, keep.website) == ("NAO", "https://a.example")
    assert [(e.action, e.detail) for e in AuditEntry.objects.all()] == [
        ("merge", "Office of National Audit (office-of-national-audit)")
    ]


def test_merge_joins_rows_that_would_be_there_twice(keep, drop, administrator):
    partnership = partnership_between(demand=keep)
    first = partnership.members.get(institution=keep)
    PartnershipMember.objects.filter(pk=first.pk).update(brings="Auditors")
    PartnershipMemberFactory(
        partnership=partnership, institution=drop, side="demand", brings="Interpreters", learns="Method"
    )
    for institution, number in ((keep, "A-1"), (drop, "B-2")):
        DonorReference.objects.create(partnership=partnership, institution=institution, number=number)

    merge_institutions(keep=keep, drop=drop, by=administrator)

    member = partnership.members.get(side="demand")
    assert (member.institution_id, member.brings, member.learns) == (keep.pk, "Auditors\nInterpreters", "Method")
    assert [r.number for r in partnership.donor_references.all()] == ["A-1; B-2"]


def test_merge_refuses_what_one_institution_cannot_be(keep, drop, administrator):
    partnership = partnership_between(demand=keep, supply=drop)

    with pytest.raises(CannotMerge):
        merge_institutions(keep=keep, drop=drop, by=administrator)

    assert partnership.members.count() == 2
    assert Institution.objects.filter(pk__in=[keep.pk, drop.pk]).count() == 2


def test_merge_moves_the_append_only_log(keep, drop, administrator):
    partnership = partnership_between(demand=drop)
    fields = {f.name for f in Confirmation._meta.get_fields()}
    facts = {"partnership": partnership, "institution": drop, "side": "demand", "by_name": "A", "answer": "confirm"}
    confirmation = Confirmation.objects.create(**{k: v for k, v in facts.items() if k in fields})

    merge_institutions(keep=keep, drop=drop, by=administrator)

    confirmation.refresh_from_db()
    assert confirmation.institution_id == keep.pk


def test_merge_of_one_person_in_both_keeps_the_stronger_membership(keep, drop, administrator):
    person = UserFactory()
    MembershipFactory(user=person, institution=keep, status=Membership.Status.REQUESTED)
    MembershipFactory(user=person, institution=drop, role=Membership.Role.FOCAL_POINT)

    merge_institutions(keep=keep, drop=drop, by=administrator)

    assert sorted((m.role, m.status) for m in person.memberships.filter(institution=keep)) == [
        ("focal_point", "active"),
        ("staff", "ended"),
    ]


def test_merge_moves_invitations_and_reports(keep, drop, administrator):
    both = [InvitationFactory(institution=each, email="ada@example.org", next_path="/en/") for each in (keep, drop)]
    alone = InvitationFactory(institution=drop)
    report = ProblemReportFactory(
        content_type=ContentType.objects.get_for_model(Institution), object_id=str(drop.pk), institutions=[drop]
    )

    merge_institutions(keep=keep, drop=drop, by=administrator)

    states = [(i.pk, i.institution, i.status, i.next_path) for i in Invitation.objects.order_by("pk")]
    assert states == [
        (both[0].pk, keep, "sent", "/en/"),
        (both[1].pk, keep, "withdrawn", "/en/"),
        (alone.pk, keep, "sent", ""),
    ]
    report = ProblemReport.objects.get(pk=report.pk)
    assert (report.target, list(report.institutions.all())) == (keep, [keep])


def test_merge_of_parent_and_child(keep, drop, administrator):
    Institution.objects.filter(pk=keep.pk).update(parent=drop)

    merge_institutions(keep=keep, drop=drop, by=administrator)

    assert Institution.objects.get(pk=keep.pk).parent is None


def test_merge_refuses_a_demonstration_record(keep, administrator):
    with pytest.raises(CannotMerge):
        merge_institutions(keep=keep, drop=InstitutionFactory(is_demo=True), by=administrator)


def test_merge_refuses_itself(keep, administrator):
    with pytest.raises(CannotMerge):
        merge_institutions(keep=keep, drop=keep, by=administrator)


def test_what_moves_counts_by_kind(drop):
    partnership_between(demand=drop)
    MembershipFactory(institution=drop)

    assert dict(what_moves(drop)) == {"members": 1, "memberships": 1}


@pytest.fixture
def agreed(drop):
    """A record that both sides have confirmed."""
    asking_person, offering_person = member_of(drop), member_of(InstitutionFactory())
    record = partnership_between(
        drop, offering_person.memberships.get().institution, standing="one_side", visibility="parties"
    )
    for person in (asking_person, offering_person):
        record = confirm_partnership(partnership=record, by=person)
    return record


def test_merge_unsettles_nobodys_consent(keep, drop, administrator, agreed):
    merge_institutions(keep=keep, drop=drop, by=administrator)

    assert awaits_confirmation_of(Partnership.objects.get(pk=agreed.pk)) == []


def test_merge_of_two_that_took_part_side_by_side_has_the_joined_texts_read_anew(keep, drop, administrator, agreed):
    PartnershipMemberFactory(partnership=agreed, institution=keep, side="demand", brings="Two mentors")

    merge_institutions(keep=keep, drop=drop, by=administrator)

    awaited = AwaitedWord.objects.filter(partnership=agreed).values_list("institution", flat=True)
    assert keep.pk in awaited


def test_merge_keeps_the_discussion_of_corrections_that_become_one(keep, drop, administrator):
    record = partnership_between(drop)
    PartnershipMemberFactory(partnership=record, institution=keep, side="demand")
    for institution in (keep, drop):
        correction = Correction.objects.create(
            partnership=record, institution=institution, side="demand", field="title", proposed=institution.name
        )
        CorrectionRemark.objects.create(correction=correction, by_name="Eva", text=f"Why {institution.name}?")
        Correction.objects.create(
            partnership=record, institution=institution, side="demand", field="title", status="withdrawn"
        )

    merge_institutions(keep=keep, drop=drop, by=administrator)

    assert CorrectionRemark.objects.filter(correction__in=Correction.objects.open()).count() == 2
    assert [Correction.objects.open().count(), Correction.objects.filter(status="withdrawn").count()] == [1, 2]
