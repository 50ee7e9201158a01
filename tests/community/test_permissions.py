"""Each predicate for each role of the matrix."""

import pytest

from community import permissions
from community.models import Membership, Profile
from tests.community.personas import COLUMNS, Cast
from tests.factories import InvitationFactory, MembershipFactory, ProblemReportFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return Cast()


def allowed(cast, predicate, *more):
    return {c for c in COLUMNS if predicate(cast[c], *(more or (cast.own(c),)))}


def test_can_create_institution(cast):
    assert {c for c in COLUMNS if permissions.can_create_institution(cast[c])} == set(COLUMNS) - {"anon", "pend"}


def test_can_edit_institution(cast):
    assert allowed(cast, permissions.can_edit_institution) == {"gov_o", "don_o", "ed", "adm"}


def test_staff_of_a_donor_edit_the_donor_and_staff_of_a_ministry_do_not_edit_the_ministry(cast):
    at_donor = MembershipFactory(institution=cast.donor).user
    at_ministry = MembershipFactory(institution=cast.ministry).user

    assert permissions.can_edit_institution(at_donor, cast.donor)
    assert not permissions.can_edit_institution(at_ministry, cast.ministry)


def test_can_approve_and_delete_institution(cast):
    assert allowed(cast, permissions.can_approve_institution) == {"ed", "adm"}
    assert allowed(cast, permissions.can_delete_institution) == {"ed", "adm"}


def test_can_ask_to_join(cast):
    assert allowed(cast, permissions.can_ask_to_join) == {"pend", "mem", "gov_x", "don_x", "ed", "adm"}


def test_can_see_and_manage_members(cast):
    assert allowed(cast, permissions.can_see_members) == set(COLUMNS) - {"anon", "pend"}
    assert allowed(cast, permissions.can_manage_members) == {"gov_o", "don_o", "ed", "adm"}


def test_can_decide_at_home_or_as_secretariat(cast):
    request = MembershipFactory(institution=cast.ministry, status=Membership.Status.REQUESTED)

    for predicate in (permissions.can_decide, permissions.can_change_member, permissions.can_end):
        assert allowed(cast, predicate, request) == {"gov_o", "ed", "adm"}


def test_can_invite_and_change_invitations(cast):
    invitation = InvitationFactory(institution=cast.ministry)

    assert allowed(cast, permissions.can_invite) == {"gov_o", "don_o", "ed", "adm"}
    assert allowed(cast, permissions.can_change_invitation, invitation) == {"gov_o", "ed", "adm"}


def test_can_read_and_handle_reports(cast):
    report = ProblemReportFactory()
    report.institutions.add(cast.ministry)

    readers = {c for c in COLUMNS if permissions.can_read_reports(cast[c])}
    assert readers == {"gov_o", "gov_x", "don_o", "ed", "adm"}
    assert allowed(cast, permissions.can_handle_report, report) == {"gov_o", "ed", "adm"}


@pytest.mark.parametrize("who", ["gov_o", "ed", "adm"])
def test_nobody_decides_their_own_request(cast, who):
    own = MembershipFactory(user=cast[who], status=Membership.Status.REQUESTED)

    assert not permissions.can_decide(cast[who], own)
    assert permissions.can_end(cast[who], own)


def test_can_grant_role(cast):
    assert allowed(cast, permissions.can_grant_role, cast["mem"]) == {"adm"}


@pytest.mark.parametrize(
    ("shown_to", "viewers", "listers"),
    [
        ("public", set(COLUMNS), set(COLUMNS) - {"anon", "pend"}),
        ("community", set(COLUMNS) - {"anon", "pend"}, set(COLUMNS) - {"anon", "pend"}),
        ("hidden", set(), set()),
    ],
)
def test_profile_is_seen_field_by_field(cast, shown_to, viewers, listers):
    fields = {f"{field}_shown_to": shown_to for field in Profile.SHOWN_FIELDS}
    profile = Profile.objects.create(user=UserFactory(), **fields)

    assert allowed(cast, permissions.can_view_profile, profile) == viewers
    assert allowed(cast, permissions.can_list_profile, profile) == listers


def test_profile_of_a_closed_account_is_seen_by_nobody(cast):
    profile = Profile.objects.create(user=UserFactory(is_active=False), name_shown_to="public")

    assert allowed(cast, permissions.can_view_profile, profile) == set()


def test_a_closed_account_may_nothing(cast):
    for column in ("gov_o", "ed", "adm"):
        cast[column].is_active = False

    assert allowed(cast, permissions.can_edit_institution) == {"don_o"}
    assert allowed(cast, permissions.can_manage_members) == {"don_o"}
