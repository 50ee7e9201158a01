"""Two people, or two clicks, at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from community import services
from community.models import AuditEntry, Invitation, Membership
from community.reporting import ReportedPage
from mail.models import Message
from tests.factories import InstitutionFactory, InvitationFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("mail.services.nudge", lambda: None)


def at_once(*acts):
    """What each act gives, or the exception it ends with."""

    def run(act):
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_accepting_five_times_at_once_makes_one_member():
    ada = UserFactory(email="ada@example.org")
    invitation = InvitationFactory(email=ada.email)

    made = at_once(*[lambda: services.accept_invitation(invitation=invitation, by=ada).pk] * 5)

    assert [membership.pk for membership in Membership.objects.filter(user=ada)] == list(set(made))
    assert AuditEntry.objects.count() == 1


def test_accepting_while_the_invitation_is_withdrawn_ends_in_one_of_the_two():
    ada = UserFactory(email="ada@example.org")
    invitation = InvitationFactory(email=ada.email)

    at_once(
        lambda: services.accept_invitation(invitation=invitation, by=ada),
        lambda: services.withdraw_invitation(invitation=invitation, by=invitation.invited_by),
    )

    is_member = Membership.objects.active().filter(user=ada).exists()
    assert (Invitation.objects.get().status, is_member) in [("accepted", True), ("withdrawn", False)]


def test_two_focal_points_who_invite_one_address_send_one_mail():
    institution = InstitutionFactory()
    people = [member_of(institution) for _ in range(4)]

    answers = at_once(
        *[
            lambda by=by: services.invite(
                institution=institution, addresses=["ada@example.org"], role="staff", language="en", by=by
            )
            for by in people
        ]
    )

    assert sum(len(answer.sent) for answer in answers) == 1
    assert (Invitation.objects.count(), Message.objects.filter(purpose="invitation").count()) == (1, 1)


def test_two_who_leave_and_hand_over_to_each_other_do_not_both_succeed():
    institution = InstitutionFactory()
    one, other = (MembershipFactory(institution=institution) for _ in range(2))

    answers = at_once(
        lambda: services.end_membership(membership=one, by=one.user, to=other.user),
        lambda: services.end_membership(membership=other, by=other.user, to=one.user),
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["CannotHandOver", "Membership"]
    assert Membership.objects.active().of(institution).count() == 1


def test_a_report_is_settled_once():
    institution = InstitutionFactory()
    people = [member_of(institution) for _ in range(3)]
    report = services.report_problem(
        page=_page_of(institution), text="x", reply_to="a@b.example", language="en", by=None
    )

    answers = at_once(*[lambda by=by: services.handle_report(report=report, answer="Done", by=by) for by in people])

    assert sorted(type(answer).__name__ for answer in answers) == ["CannotHandle", "CannotHandle", "ProblemReport"]
    assert Message.objects.filter(purpose="problem-answered").count() == 1


def _page_of(institution):
    return ReportedPage(institution.get_absolute_url(), institution, frozenset([institution.pk]))
