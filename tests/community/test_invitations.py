"""Inviting, sending anew, withdrawing: what the services promise."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from community import services, tasks
from community.emails import invitations_still_open
from community.models import Invitation, Membership
from mail.models import Message
from tests.factories import InstitutionFactory, InvitationFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
Status, Role = Invitation.Status, Membership.Role


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records")


@pytest.fixture
def focal_point(ministry):
    return member_of(ministry, name="Fola Point")


def invite(institution, by, *addresses, **changes):
    wanted = {"role": Role.STAFF, "language": "en"} | changes
    return services.invite(institution=institution, addresses=addresses, by=by, **wanted)


def letters():
    return list(Message.objects.filter(purpose="invitation").order_by("pk"))


def days_pass(count=1):
    Message.objects.update(created_at=F("created_at") - timedelta(days=count))
    Invitation.objects.update(sent_at=F("sent_at") - timedelta(days=count))


# --- Sending -----------------------------------------------------------------------------------------


def test_invite_writes_one_mail_in_the_chosen_language(ministry, focal_point):
    answer = invite(ministry, focal_point, "ada@example.org", language="fr", next_path="/en/about/")

    (letter,) = letters()
    (invitation,) = answer.sent
    assert (invitation.email, invitation.invited_by, invitation.next_path) == (
        "ada@example.org",
        focal_point,
        "/en/about/",
    )
    assert (letter.recipient, letter.language, letter.sender) == ("ada@example.org", "fr", f"user:{focal_point.pk}")
    assert "/fr/invitations/" in letter.text
    assert "Fola Point" in letter.subject


def test_the_good_ones_go_and_the_others_are_told(ministry, focal_point):
    MembershipFactory(institution=ministry, user__email="member@example.org")
    InvitationFactory(institution=ministry, email="invited@example.org")

    answer = invite(
        ministry, focal_point, "ada@example.org", "member@example.org", "invited@example.org", focal_point.email
    )

    assert [invitation.email for invitation in answer.sent] == ["ada@example.org"]
    assert set(answer.refused) == {"member@example.org", "invited@example.org", focal_point.email}
    assert [letter.recipient for letter in letters()] == ["ada@example.org"]


def test_who_has_an_account_and_who_has_not_are_answered_alike(ministry, focal_point):
    known = UserFactory()
    MembershipFactory(user=known)  # elsewhere, which is nobody's business here

    answer = invite(ministry, focal_point, known.email, "nobody@example.org")

    assert (len(answer.sent), answer.refused) == (2, {})
    one, other = letters()
    assert one.subject == other.subject


def test_inviting_twice_sends_once(ministry, focal_point):
    invite(ministry, focal_point, "ada@example.org")
    answer = invite(ministry, member_of(ministry), "ada@example.org")

    assert answer.refused == {"ada@example.org": "This address was invited already."}
    assert len(letters()) == 1


@pytest.mark.parametrize("who", ["staff", "of another institution", "nobody's member"])
def test_others_invite_nobody(ministry, who):
    person = {
        "staff": lambda: member_of(ministry, Role.STAFF),
        "of another institution": lambda: member_of(InstitutionFactory()),
        "nobody's member": UserFactory,
    }[who]()

    with pytest.raises(PermissionDenied):
        invite(ministry, person, "ada@example.org")

    assert letters() == []


def test_the_database_holds_one_open_invitation_for_an_address(ministry):
    InvitationFactory(institution=ministry, email="ada@example.org", status=Status.DECLINED)
    InvitationFactory(institution=ministry, email="ada@example.org")

    with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
        InvitationFactory(institution=ministry, email="ada@example.org")


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example/", "about/"])
def test_the_database_holds_no_path_that_leads_away(ministry, path):
    with pytest.raises(IntegrityError, match="leads_within"), transaction.atomic():
        InvitationFactory(institution=ministry, next_path=path)


def test_one_person_sends_so_many_a_day(ministry, focal_point, settings):
    settings.MAIL_SENDER_A_DAY = 2

    answer = invite(ministry, focal_point, "a@example.org", "b@example.org", "c@example.org")

    assert [invitation.email for invitation in answer.sent] == ["a@example.org", "b@example.org"]
    assert list(answer.refused) == ["c@example.org"]
    days_pass()
    assert len(invite(ministry, focal_point, "c@example.org").sent) == 1


def test_one_address_gets_three_a_day_whoever_sends():
    for _ in range(3):
        institution = InstitutionFactory()
        assert len(invite(institution, member_of(institution), "victim@example.org").sent) == 1
    fourth = InstitutionFactory()

    answer = invite(fourth, member_of(fourth), "victim@example.org")

    assert (answer.sent, list(answer.refused), len(letters())) == ([], ["victim@example.org"], 3)


def test_the_mail_holds_no_link_that_a_sender_could_write(ministry):
    sender = member_of(ministry, name="<b>Win</b>\r\nBcc: x@evil.example " + "y" * 100)

    invite(ministry, sender, "ada@example.org")

    (letter,) = letters()
    assert "\n" not in letter.subject
    assert "<b>" not in letter.html
    assert "y" * 81 not in letter.text


def test_a_hundred_invitations_cost_no_more_checks_than_one(ministry, focal_point, django_assert_max_num_queries):
    addresses = [f"person{n}@example.com" for n in range(20)]
    for address in addresses:
        InvitationFactory(institution=ministry, email=address, invited_by=focal_point)

    with django_assert_max_num_queries(9):
        answer = invite(ministry, focal_point, *addresses)

    assert len(answer.refused) == 20


# --- Anew, no more, too late -----------------------------------------------------------------------


def test_send_anew_mails_once_more_and_opens_it_for_longer(ministry, focal_point):
    (invitation,) = invite(ministry, focal_point, "ada@example.org").sent
    days_pass(40)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=9))
    assert tasks.expire_invitations() == 1
    colleague = member_of(ministry)

    services.send_anew(invitation=invitation, by=colleague)

    invitation.refresh_from_db()
    assert (invitation.is_open, invitation.invited_by, len(letters())) == (True, colleague, 2)


def test_send_anew_keeps_the_ration_of_the_address(ministry, focal_point):
    (invitation,) = invite(ministry, focal_point, "ada@example.org").sent
    for _ in range(2):
        services.send_anew(invitation=invitation, by=focal_point)

    with pytest.raises(services.CannotInvite, match="tomorrow"):
        services.send_anew(invitation=invitation, by=focal_point)

    assert len(letters()) == 3


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN])
def test_what_was_answered_or_withdrawn_is_not_sent_anew(status):
    invitation = InvitationFactory(status=status)

    with pytest.raises(services.CannotInvite):
        services.send_anew(invitation=invitation, by=invitation.invited_by)


def test_an_expired_invitation_is_not_sent_anew_beside_a_newer_one(ministry):
    old = InvitationFactory(institution=ministry, email="ada@example.org", status=Status.EXPIRED)
    InvitationFactory(institution=ministry, email="ada@example.org")

    with pytest.raises(services.CannotInvite, match="invited already"):
        services.send_anew(invitation=old, by=old.invited_by)


def test_an_address_can_be_invited_again_once_the_invitation_is_over(ministry, focal_point):
    InvitationFactory(institution=ministry, email="ada@example.org", expires_at=timezone.now())

    assert len(invite(ministry, focal_point, "ada@example.org").sent) == 1
    assert [i.status for i in Invitation.objects.order_by("pk")] == [Status.EXPIRED, Status.SENT]


def test_withdraw_closes_it_and_drops_the_mail(ministry, focal_point):
    (invitation,) = invite(ministry, focal_point, "ada@example.org").sent
    (letter,) = letters()
    assert invitations_still_open([letter.pk]) == {letter.pk}

    services.withdraw_invitation(invitation=invitation, by=focal_point)
    services.withdraw_invitation(invitation=invitation, by=focal_point)

    invitation.refresh_from_db()
    assert invitation.status == Status.WITHDRAWN
    assert invitations_still_open([letter.pk]) == set()


def test_mail_of_a_focal_point_who_left_is_not_sent(ministry, focal_point):
    invite(ministry, focal_point, "ada@example.org")
    services.end_membership(membership=focal_point.memberships.get(), by=focal_point)

    assert invitations_still_open([letter.pk for letter in letters()]) == set()
