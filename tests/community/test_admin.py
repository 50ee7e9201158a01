"""The admin: lists cost the same for ten rows as for one, and what is not public leaves a trace."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from community import services
from community.models import AuditEntry, Institution, Membership, Profile, User
from tests.factories import (
    InstitutionFactory,
    InvitationFactory,
    MembershipFactory,
    ProblemReportFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MODELS = sorted(model.__name__ for model in apps.get_app_config("community").get_models())
IN_OTHER_PAGES = {"InstitutionName", "InstitutionFormerSlug"}  # inlines of the institution
NOT_SHOWN = {"Erasure"}  # hashes without a name, for backups
SHOWN = set(MODELS) - IN_OTHER_PAGES - NOT_SHOWN


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def add_rows(count):
    for number in range(count):
        membership = MembershipFactory(institution=InstitutionFactory(country__iso2=f"Q{number}"))
        membership.institution.sectors.add(SectorFactory(code=f"1{number}"))
        services.profile_of(membership.user)
        InvitationFactory(institution=membership.institution)
        ProblemReportFactory(handled_by=membership.user)
        services.mark_resource_centre(institution=membership.institution, is_resource_centre=True, by=UserFactory())


def address(name, *args):
    return reverse(f"admin:community_{name}", args=args)


def test_every_model_has_its_place():
    assert {model.__name__ for model in admin.site._registry if model._meta.app_label == "community"} == SHOWN


@pytest.mark.parametrize("model", sorted(SHOWN))
def test_list_costs_the_same_for_ten_rows(administrator, client, model, django_assert_max_num_queries):
    url = address(f"{model.lower()}_changelist")
    add_rows(1)
    client.get(url)  # content types are read once and remembered

    def queries():
        with django_assert_max_num_queries(14) as captured:
            assert client.get(url, {"q": "e"}).status_code == 200
        return len(captured)

    one = queries()
    add_rows(9) if model != "AuditEntry" else None
    assert queries() <= one + 1  # a filter may show itself once there is something to choose


@pytest.mark.parametrize("model", ["institution", "user"])
def test_change_page_costs_the_same_for_ten_members(administrator, client, model, django_assert_max_num_queries):
    def queries(obj):
        with django_assert_max_num_queries(40) as captured:
            assert client.get(address(f"{model}_change", obj.pk)).status_code == 200
        return len(captured)

    few, many = (
        (InstitutionFactory(), InstitutionFactory()) if model == "institution" else (UserFactory(), UserFactory())
    )
    for obj, count in ((few, 1), (many, 10)):
        for _ in range(count):
            MembershipFactory(**{model: obj})
    client.get(address(f"{model}_change", few.pk))

    assert queries(many) == queries(few)


@pytest.mark.parametrize("typed", ["%", "((((", "'", "\u202e", "word " * 500, "é"])
def test_search_takes_whatever_is_typed(administrator, client, typed):
    InstitutionFactory(name="École nationale")

    assert client.get(address("institution_changelist"), {"q": typed}).status_code == 200


def test_search_knows_other_names_and_misspellings(administrator, client):
    bureau = InstitutionFactory(name="Bureau of Statistics")
    bureau.other_names.create(name="Office national de la statistique")

    for typed in ("national statistique", "Bureau of Statistcs"):
        assert "Bureau of Statistics" in client.get(address("institution_changelist"), {"q": typed}).text


def test_reading_a_person_is_written_down(administrator, client):
    person = UserFactory()

    client.get(address("user_change", person.pk))

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.target) == ("read", administrator.pk, person)


def test_saving_a_person_is_written_down_and_cannot_change_the_role(administrator, client):
    person = UserFactory()
    data = {"name": "New Name", "role": "administrator", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}

    client.post(address("user_change", person.pk), data)

    person.refresh_from_db()
    assert (person.name, person.role) == ("New Name", "member")
    assert [(e.action, e.detail) for e in AuditEntry.objects.all()] == [("change", "name")]


@pytest.mark.parametrize("role", ["member", "editor"])
def test_nobody_but_administrators_enters(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(address("user_changelist")).status_code in (302, 403)


def act(client, model, action, rows, **more):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(address(f"{model}_changelist"), data, follow=True)


def test_bulk_verify(administrator, client):
    asked = [MembershipFactory(status=Membership.Status.REQUESTED) for _ in range(3)]

    act(client, "membership", "verify", asked)

    assert Membership.objects.active().filter(decided_by=administrator).count() == 3


def test_bulk_verify_leaves_the_own_request_out(administrator, client):
    own = MembershipFactory(user=administrator, status=Membership.Status.REQUESTED)

    response = act(client, "membership", "verify", [own])

    own.refresh_from_db()
    assert own.status == Membership.Status.REQUESTED
    assert "Nobody verifies themselves" in response.text


def test_role_by_action_keeps_the_rules(administrator, client, settings):
    settings.DEMO_MODE = False
    person = UserFactory()

    response = act(client, "user", "make_editor", [person, administrator])

    person.refresh_from_db()
    assert person.role == "member"
    assert "second factor" in response.text


def test_merge_shows_what_moves_and_then_merges(administrator, client):
    keep, drop = InstitutionFactory(name="Keep"), InstitutionFactory(name="Drop")
    MembershipFactory(institution=drop)

    page = act(client, "institution", "merge", [keep, drop])
    assert "memberships: 1" in page.text

    act(client, "institution", "merge", [keep, drop], keep=keep.pk)
    assert [i.name for i in Institution.objects.filter(pk__in=[keep.pk, drop.pk])] == ["Keep"]
    assert keep.memberships.count() == 1


def test_merge_needs_two(administrator, client):
    page = act(client, "institution", "merge", [InstitutionFactory()])

    assert "Choose between two and 10 institutions" in page.text


def test_profile_exists_once_read(administrator, client):
    profile = Profile.objects.create(user=UserFactory())

    assert client.get(address("profile_change", profile.pk)).status_code == 200
