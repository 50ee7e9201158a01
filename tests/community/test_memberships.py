"""Asking to join, being verified, leaving."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F, Value
from django.db.models.functions import Concat

from community import services
from community.emails import requests_still_open
from community.models import AuditEntry, Membership, User
from mail.models import Message
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
Status, Role = Membership.Status, Membership.Role


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records")


@pytest.fixture
def focal_point(ministry):
    return member_of(ministry)


@pytest.fixture
def asked(ministry, focal_point):
    newcomer = UserFactory(name="New Comer")
    return services.request_membership(institution=ministry, role=Role.STAFF, note="Unit 3", by=newcomer)


def recipients(purpose):
    return sorted(Message.objects.filter(purpose=purpose).values_list("recipient", flat=True))


def test_request_tells_the_focal_points_of_that_institution(asked, focal_point):
    member_of(InstitutionFactory())
    UserFactory(role=User.Role.EDITOR)

    message = Message.objects.get(purpose="membership-requested")

    assert message.recipient == focal_point.email
    assert message.subject == "New Comer asks to join Ministry of Records"
    assert "Unit 3" in message.text
    assert "/institutions/" in message.text


def test_request_tells_the_secretariat_where_there_is_no_focal_point():
    editor = UserFactory(role=User.Role.EDITOR)

    services.request_membership(institution=InstitutionFactory(), role=Role.FOCAL_POINT, by=UserFactory())

    assert recipients("membership-requested") == [editor.email]


def test_request_without_any_editor_goes_to_the_office(settings):
    settings.SECRETARIAT_EMAIL = "office@example.org"

    services.request_membership(institution=InstitutionFactory(), role=Role.STAFF, by=UserFactory())

    assert recipients("membership-requested") == ["office@example.org"]


def test_request_twice_is_refused(asked, ministry):
    with pytest.raises(services.CannotJoin):
        services.request_membership(institution=ministry, role=Role.STAFF, by=asked.user)

    assert Membership.objects.filter(user=asked.user).count() == 1


def test_asking_again_and_again_sends_one_mail_a_day(asked, ministry, focal_point):
    person = asked.user
    for _ in range(3):
        services.end_membership(membership=person.memberships.requested().get(), by=person)
        services.request_membership(institution=ministry, role=Role.STAFF, note="Again", by=person)

    assert recipients("membership-requested") == [focal_point.email]

    Message.objects.update(period=Concat(F("period"), Value("-before")))  # as if a day had passed
    services.end_membership(membership=person.memberships.requested().get(), by=person)
    services.request_membership(institution=ministry, role=Role.STAFF, by=person)
    assert recipients("membership-requested") == [focal_point.email] * 2


def test_another_person_and_another_institution_are_told_of(asked, ministry, focal_point):
    services.request_membership(institution=ministry, role=Role.STAFF, by=UserFactory())
    other = InstitutionFactory()
    theirs = member_of(other)
    services.request_membership(institution=other, role=Role.STAFF, by=asked.user)

    assert recipients("membership-requested") == sorted([focal_point.email, focal_point.email, theirs.email])


def test_mail_that_was_dropped_is_sent_after_all_when_the_person_asks_again(asked, ministry):
    services.end_membership(membership=asked, by=asked.user)
    message = Message.objects.get(purpose="membership-requested")
    assert requests_still_open([message.pk]) == set()
    Message.objects.update(status=Message.Status.DROPPED)

    services.request_membership(institution=ministry, role=Role.STAFF, by=asked.user)

    assert Message.objects.get(purpose="membership-requested").status == Message.Status.QUEUED
    assert requests_still_open([message.pk]) == {message.pk}


def test_verify_lets_the_person_in_and_tells_them(asked, focal_point):
    services.verify_membership(membership=asked, by=focal_point)

    person = User.objects.get(pk=asked.user_id)
    assert person.is_verified_member
    assert person.institution_ids == {asked.institution_id}
    assert recipients("membership-decided") == [person.email]
    assert [(e.action, e.actor_id) for e in AuditEntry.objects.all()] == [("verify", focal_point.pk)]


def test_verify_twice_changes_and_sends_nothing(asked, focal_point):
    services.verify_membership(membership=asked, by=focal_point)
    services.verify_membership(membership=asked, by=focal_point)

    assert Message.objects.filter(purpose="membership-decided").count() == 1
    assert AuditEntry.objects.count() == 1


def test_verify_after_decline_says_so(asked, focal_point):
    services.decline_membership(membership=asked, by=focal_point)

    with pytest.raises(services.CannotDecide):
        services.verify_membership(membership=asked, by=focal_point)


def test_nobody_verifies_themselves(ministry):
    editor = UserFactory(role=User.Role.EDITOR)
    own = services.request_membership(institution=ministry, role=Role.STAFF, by=editor)

    with pytest.raises(PermissionDenied):
        services.verify_membership(membership=own, by=editor)


def test_focal_point_of_another_institution_decides_nothing(asked):
    stranger = member_of(InstitutionFactory())

    for service in (services.verify_membership, services.decline_membership, services.end_membership):
        with pytest.raises(PermissionDenied):
            service(membership=asked, by=stranger)


def test_staff_decide_nothing(asked, ministry):
    colleague = member_of(ministry, Role.STAFF)

    with pytest.raises(PermissionDenied):
        services.verify_membership(membership=asked, by=colleague)


def test_leaving_ends_access_at_once_and_allows_to_come_back(asked, focal_point, ministry):
    membership = services.verify_membership(membership=asked, by=focal_point)

    services.end_membership(membership=membership, by=membership.user)

    person = User.objects.get(pk=asked.user_id)
    assert not person.is_verified_member
    assert services.request_membership(institution=ministry, role=Role.STAFF, by=person).status == Status.REQUESTED


def test_ending_somebodys_membership_tells_them(ministry, focal_point):
    membership = MembershipFactory(institution=ministry)

    services.end_membership(membership=membership, by=focal_point)

    assert recipients("membership-decided") == [membership.user.email]


def test_change_member_role_makes_a_focal_point(ministry, focal_point):
    membership = MembershipFactory(institution=ministry)

    services.change_member_role(membership=membership, role=Role.FOCAL_POINT, by=focal_point)

    assert User.objects.get(pk=membership.user_id).focal_institution_ids == {ministry.pk}


def test_change_member_role_of_a_request_is_refused(asked, focal_point):
    with pytest.raises(services.CannotDecide):
        services.change_member_role(membership=asked, role=Role.FOCAL_POINT, by=focal_point)


def test_mail_is_written_in_the_language_of_the_reader(ministry, focal_point):
    profile = services.profile_of(focal_point)
    profile.locale = "fr"
    profile.save()

    services.request_membership(institution=ministry, role=Role.STAFF, by=UserFactory())

    assert Message.objects.get().language == "fr"


def test_mail_about_a_request_is_not_sent_once_it_is_decided(asked, focal_point):
    message = Message.objects.get(purpose="membership-requested")
    assert requests_still_open([message.pk]) == {message.pk}

    services.verify_membership(membership=asked, by=focal_point)

    assert requests_still_open([message.pk]) == set()


def test_mail_about_a_request_is_not_sent_to_who_left(asked, focal_point):
    message = Message.objects.get(purpose="membership-requested")

    services.end_membership(membership=focal_point.memberships.get(), by=focal_point)

    assert requests_still_open([message.pk]) == set()


def test_mail_to_the_office_is_sent_while_the_request_is_open(settings):
    settings.SECRETARIAT_EMAIL = "Office@example.org"
    services.request_membership(institution=InstitutionFactory(), role=Role.STAFF, by=UserFactory())
    message = Message.objects.get()

    assert requests_still_open([message.pk]) == {message.pk}
