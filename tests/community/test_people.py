"""Roles, closed accounts and erased ones."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from community import services
from community.models import AuditEntry, Membership, Profile, User
from mail.models import Message
from tests.factories import InstitutionFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
Role = User.Role


@pytest.fixture(autouse=True)
def no_demo(settings):
    settings.DEMO_MODE = False


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


def with_second_factor(**fields):
    user = UserFactory(**fields)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def test_grant_role_is_for_administrators(administrator):
    editor, grantee = UserFactory(role=Role.EDITOR), with_second_factor()

    with pytest.raises(PermissionDenied):
        services.grant_role(user=grantee, role=Role.EDITOR, by=editor)

    services.grant_role(user=grantee, role=Role.EDITOR, by=administrator)
    grantee.refresh_from_db()
    assert grantee.role == Role.EDITOR
    assert [(e.action, e.detail) for e in AuditEntry.objects.all()] == [("role", "member → editor")]


def test_grant_role_needs_a_second_factor(administrator):
    grantee = UserFactory()

    with pytest.raises(services.CannotChangeRole, match="second factor"):
        services.grant_role(user=grantee, role=Role.ADMINISTRATOR, by=administrator)


def test_grant_role_in_a_demonstration_needs_no_second_factor(administrator, settings):
    settings.DEMO_MODE = True

    assert services.grant_role(user=UserFactory(), role=Role.EDITOR, by=administrator).role == Role.EDITOR


def test_last_administrator_stays(administrator):
    with pytest.raises(services.CannotChangeRole, match="last administrator"):
        services.grant_role(user=administrator, role=Role.MEMBER, by=administrator)
    with pytest.raises(services.CannotChangeRole, match="last administrator"):
        services.set_active(user=administrator, is_active=False, by=administrator)
    with pytest.raises(services.CannotChangeRole, match="last administrator"):
        services.anonymise(user=administrator, by=administrator)

    administrator.refresh_from_db()
    assert administrator.is_administrator


def test_one_of_two_administrators_may_go(administrator):
    second = UserFactory(role=Role.ADMINISTRATOR)

    services.grant_role(user=second, role=Role.MEMBER, by=administrator)

    assert [user.pk for user in User.objects.administrators()] == [administrator.pk]


def test_a_closed_account_cannot_enter_the_admin(administrator, client):
    second = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(second)
    assert client.get("/admin/").status_code == 200

    services.set_active(user=second, is_active=False, by=administrator)

    assert client.get("/admin/").status_code == 302


def test_anonymise_leaves_nothing_of_the_person():
    institution = InstitutionFactory()
    person = member_of(institution, name="Ada Lovelace")
    profile = services.profile_of(person)
    profile.expertise.add("engines")
    services.request_membership(institution=InstitutionFactory(), role="staff", note="Room 5", by=person)
    services.end_membership(membership=person.memberships.get(institution=institution), by=person)

    services.anonymise(user=person, by=person)

    person.refresh_from_db()
    assert (person.name, person.is_active, person.email) == ("", False, f"erased-{person.pk}@erased.invalid")
    assert not person.has_usable_password()
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not Profile.objects.filter(user=person).exists()
    assert not Membership.objects.open().filter(user=person).exists()
    assert not Membership.objects.filter(user=person).exclude(note="").exists()
    assert not Message.objects.filter(recipient__startswith="person").exists()


def test_profile_of_is_made_once():
    user = UserFactory()

    assert services.profile_of(user) == services.profile_of(user)
