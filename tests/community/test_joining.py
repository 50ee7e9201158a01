"""Answering an invitation: accepting, declining, and what is kept of it."""

import pytest
from django.utils import timezone

from community import services
from community.models import AuditEntry, Invitation, Membership, User
from community.personal_data import personal_data
from tests.factories import InstitutionFactory, InvitationFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
Status, Role = Invitation.Status, Membership.Role


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records")


@pytest.fixture
def focal_point(ministry):
    return member_of(ministry, name="Fola Point")


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.org")


@pytest.fixture
def invitation(ministry, focal_point):
    return InvitationFactory(institution=ministry, email="ada@example.org", invited_by=focal_point)


def test_accept_verifies_by_the_word_of_who_invited(invitation, ada, focal_point):
    membership = services.accept_invitation(invitation=invitation, by=ada)

    assert (membership.status, membership.role, membership.decided_by) == ("active", "staff", focal_point)
    assert User.objects.get(pk=ada.pk).institution_ids == {invitation.institution_id}
    invitation.refresh_from_db()
    assert (invitation.status, invitation.answered_at is None) == (Status.ACCEPTED, False)
    assert [(entry.actor, entry.action) for entry in AuditEntry.objects.all()] == [(focal_point, "verify")]


def test_accept_twice_is_once(invitation, ada):
    first = services.accept_invitation(invitation=invitation, by=ada)

    assert services.accept_invitation(invitation=invitation, by=ada) == first
    assert (Membership.objects.filter(user=ada).count(), AuditEntry.objects.count()) == (1, 1)


def test_a_used_invitation_does_not_bring_back_who_left(invitation, ada):
    membership = services.accept_invitation(invitation=invitation, by=ada)
    services.end_membership(membership=membership, by=ada)

    with pytest.raises(services.CannotAccept, match="over"):
        services.accept_invitation(invitation=invitation, by=ada)

    assert not Membership.objects.active().filter(user=ada).exists()


@pytest.mark.parametrize("decision", ["ended", "made staff again"])
def test_an_invitation_that_was_never_used_undoes_no_later_decision(invitation, ada, ministry, focal_point, decision):
    membership = MembershipFactory(user=ada, institution=ministry, role=Role.FOCAL_POINT)
    Invitation.objects.update(role=Role.FOCAL_POINT)
    if decision == "ended":
        services.end_membership(membership=membership, by=focal_point)
    else:
        services.change_member_role(membership=membership, role=Role.STAFF, by=focal_point)

    with pytest.raises(services.CannotAccept, match="over"):
        services.accept_invitation(invitation=invitation, by=ada)

    invitation.refresh_from_db()
    assert invitation.status == Status.WITHDRAWN
    assert not Membership.objects.active().focal_points().filter(user=ada).exists()


def test_withdrawing_a_request_leaves_the_invitation_open(invitation, ada, ministry):
    asked = services.request_membership(institution=ministry, role=Role.STAFF, by=ada)
    services.end_membership(membership=asked, by=ada)

    assert services.accept_invitation(invitation=invitation, by=ada).status == Membership.Status.ACTIVE


def test_accept_settles_a_request_that_waits(invitation, ada, ministry):
    asked = services.request_membership(institution=ministry, role=Role.FOCAL_POINT, by=ada)

    services.accept_invitation(invitation=invitation, by=ada)

    asked.refresh_from_db()
    assert (asked.status, asked.role) == ("active", "staff")


@pytest.mark.parametrize(
    ("has", "invited_as", "ends_as"), [("staff", "focal_point", "focal_point"), ("focal_point", "staff", "focal_point")]
)
def test_accept_raises_a_member_and_lowers_nobody(invitation, ada, ministry, has, invited_as, ends_as):
    MembershipFactory(user=ada, institution=ministry, role=has)
    Invitation.objects.update(role=invited_as)

    assert services.accept_invitation(invitation=invitation, by=ada).role == ends_as


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED])
def test_accept_too_late_is_refused(invitation, ada, status):
    Invitation.objects.update(status=status)

    with pytest.raises(services.CannotAccept, match="over"):
        services.accept_invitation(invitation=invitation, by=ada)


def test_accept_after_its_end_is_refused_before_anybody_marked_it(invitation, ada):
    Invitation.objects.update(expires_at=timezone.now())

    with pytest.raises(services.CannotAccept, match="over"):
        services.accept_invitation(invitation=invitation, by=ada)


def test_accept_with_another_address_is_refused(invitation):
    with pytest.raises(services.CannotAccept, match="another address"):
        services.accept_invitation(invitation=invitation, by=UserFactory())


def test_accept_with_an_address_that_was_never_confirmed_is_refused(invitation):
    with pytest.raises(services.CannotAccept, match="another address"):
        services.accept_invitation(invitation=invitation, by=UserFactory(email="ada@example.org", verified=False))


def test_accept_is_worth_no_more_than_the_word_of_who_invited(invitation, ada, focal_point):
    services.end_membership(membership=focal_point.memberships.get(), by=focal_point)

    with pytest.raises(services.CannotAccept, match="no longer speaks"):
        services.accept_invitation(invitation=invitation, by=ada)


def test_nobody_verifies_themselves_by_invitation(ministry):
    editor = UserFactory(role=User.Role.EDITOR)
    own = InvitationFactory(institution=ministry, email=editor.email, invited_by=editor)

    with pytest.raises(services.CannotAccept, match="Nobody verifies themselves"):
        services.accept_invitation(invitation=own, by=editor)


def test_decline_needs_no_account_and_changes_nothing_that_was_answered(invitation, ada):
    services.decline_invitation(invitation=invitation)
    services.decline_invitation(invitation=invitation)

    invitation.refresh_from_db()
    assert invitation.status == Status.DECLINED
    accepted = InvitationFactory(status=Status.ACCEPTED)
    assert services.decline_invitation(invitation=accepted).status == Status.ACCEPTED


# --- What becomes of it ------------------------------------------------------------------------------


def test_erasing_a_person_forgets_the_address(ada, invitation):
    services.accept_invitation(invitation=invitation, by=ada)
    InvitationFactory(email=ada.email)

    services.anonymise(user=ada, by=ada)

    assert [i.email for i in Invitation.objects.all()] == [f"erased-{ada.pk}@erased.invalid"]


def test_a_person_gets_their_invitations_with_their_data(ada, invitation, focal_point):
    assert [i["to"] for i in personal_data(ada)["invitations"]] == ["ada@example.org"]
    assert [i["to"] for i in personal_data(focal_point)["invitations"]] == ["ada@example.org"]
