"""The access matrix, cell by cell: a real request for each letter of each role.

The table is the project's contract (`permissions.csv`, kept beside the repository); rows of objects
that the portal does not have yet wait for the issue that brings them.
"""

import csv
import json
from pathlib import Path

import pytest
from django.urls import reverse

from community.models import Invitation, Membership, User
from community.permissions import can_grant_role
from community.services import grant_role
from core.models import Visibility
from partnerships.models import ImportJob, Partnership
from tests.community.personas import Cast as InstitutionCast
from tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PartnershipMemberFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.personas import cast

TABLE = Path(__file__).resolve().parents[2] / "shared" / "spec" / "permissions.csv"
ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")
LETTERS = "LVEPDX"
PROFILES = {
    "partnership.profile[public]": {
        "visibility": Visibility.PUBLIC,
        "standing": "both_sides",
        "confirmed_on": "2026-11-03",
    },
    "partnership.profile[community]": {
        "visibility": Visibility.COMMUNITY,
        "standing": "both_sides",
        "confirmed_on": "2026-11-03",
    },
    "partnership.profile[parties]": {"visibility": Visibility.PARTIES, "standing": "one_side"},
    "partnership.profile[draft-private]": {"visibility": Visibility.PRIVATE, "standing": "one_side"},
    "partnership.profile[public source]": {"visibility": Visibility.PUBLIC, "standing": "public_source"},
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def table() -> dict[str, dict[str, str]]:
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8") as file:
        return {row["object"]: row for row in csv.DictReader(file)}


def cells(names, letters):
    """(object, role, letter, whether it is allowed) for each cell of these rows."""
    rows = table()
    return [
        pytest.param(name, role, letter, letter in rows[name][role], id=f"{name}-{role}-{letter}")
        for name in names
        if name in rows
        for role in ROLES
        for letter in letters
        if rows[name][role] != "n"
    ]


@pytest.fixture
def company(db):
    return cast()


def record_for(company, name):
    record = partnership_between(
        company.asks,
        company.offers,
        title="Xylophone accounts",
        created_by=company.people["don_o"],
        **PROFILES[name],
    )
    PartnershipMemberFactory(partnership=record, institution=company.donor, side="funder")
    return record


def listed(client, record) -> bool:
    page = client.get(reverse("partnerships:list"), {"q": "xylophone"})
    return record.get_absolute_url() in page.content.decode()


def exported(client, record) -> bool:
    answer = client.get(reverse("partnerships:export", args=["json"]), {"q": "xylophone"})
    body = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return [row["slug"] for row in body["results"]] == [record.slug]


def answer_to(client, record, letter) -> int:
    names = {"V": "detail", "E": "edit", "P": "share", "D": "delete"}
    return client.get(reverse(f"partnerships:{names[letter]}", args=[record.slug])).status_code


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(PROFILES, LETTERS))
def test_partnership_profile(client, company, name, role, letter, allowed):
    record = record_for(company, name)
    person = company.people[role]
    if person:
        client.force_login(person)
    sees = "V" in table()[name][role]

    if letter == "L":
        assert listed(client, record) is allowed
    elif letter == "X":
        assert exported(client, record) is allowed
    elif allowed:
        assert answer_to(client, record, letter) in ((200,) if letter == "V" else (200, 302))
    elif person is None and letter != "V":
        assert answer_to(client, record, letter) == 302
    else:
        assert answer_to(client, record, letter) == (403 if sees else 404)


@pytest.mark.parametrize("name", [name for name in PROFILES if name != "partnership.profile[draft-private]"])
@pytest.mark.parametrize(("letter", "status"), [("V", 200), ("E", 403), ("P", 403), ("D", 403)])
def test_staff_of_a_party_who_are_not_its_focal_point_read(client, company, name, letter, status):
    client.force_login(member_of(company.asks, Membership.Role.STAFF))

    assert answer_to(client, record_for(company, name), letter) == status


@pytest.mark.parametrize("letter", ["V", "E", "P", "D"])
@pytest.mark.parametrize("role", ["anon", "mem", "gov_x"])
def test_what_one_may_not_see_answers_like_what_is_not_there(client, company, role, letter):
    hidden = record_for(company, "partnership.profile[parties]")
    missing = Partnership(slug="no-such-record")
    if company.people[role]:
        client.force_login(company.people[role])

    assert answer_to(client, hidden, letter) == answer_to(client, missing, letter)


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["partnership.create"], "C"))
def test_partnership_create(client, company, name, role, letter, allowed):
    person = company.people[role]
    if person:
        client.force_login(person)

    answer = client.get(reverse("partnerships:create")).status_code

    assert answer == (200 if allowed else 403 if person else 302)


# --- Institutions, memberships and imports: `don_o` is of the donor itself, as `gov_o` is of the ministry ---


@pytest.fixture
def house(db):
    return InstitutionCast()


def signed_in(client, person):
    if person.is_authenticated:
        client.force_login(person)
    return person.is_authenticated


def status(client, name, *args) -> int:
    return client.get(reverse(f"community:{name}", args=args)).status_code


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["institution.profile"], "LVEXPD"))
def test_institution_profile(client, house, name, role, letter, allowed):
    institution = house.own(role)
    is_signed_in = signed_in(client, house[role])
    pages = {"V": "institution", "E": "institution-edit", "D": "institution-delete", "P": "resource-centre"}

    if letter == "L":
        page = client.get(reverse("community:institutions"), {"q": institution.name})
        assert (institution.get_absolute_url() in page.content.decode()) is allowed
    elif letter == "X":
        assert (institution.slug in exported_institutions(client, institution)) is allowed
    elif letter == "P":
        answer = client.post(reverse("community:resource-centre", args=[institution.slug])).status_code
        assert (answer not in (403, 404) and is_signed_in) is allowed
    else:
        answer = status(client, pages[letter], institution.slug)
        assert answer == (200 if allowed else 403 if is_signed_in else 302)


def exported_institutions(client, institution):
    answer = client.get(reverse("community:institutions-json"), {"q": institution.name})
    body = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return [row["slug"] for row in body["results"]]


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["institution.create"], "C"))
def test_institution_create(client, house, name, role, letter, allowed):
    is_signed_in = signed_in(client, house[role])

    assert status(client, "institution-create") == (200 if allowed else 403 if is_signed_in else 302)


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["user.role_and_membership"], "LV"))
def test_memberships_are_managed(client, house, name, role, letter, allowed):
    is_signed_in = signed_in(client, house[role])

    answer = status(client, "members", house.own(role).slug)

    assert answer == (200 if allowed else 404 if is_signed_in else 302)


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["user.role_and_membership"], "E"))
def test_membership_requests_are_decided(client, house, name, role, letter, allowed):
    request = MembershipFactory(institution=house.own(role), status=Membership.Status.REQUESTED)
    signed_in(client, house[role])

    client.post(reverse("community:membership-verify", args=[request.pk]))

    request.refresh_from_db()
    assert (request.status == Membership.Status.ACTIVE) is allowed


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["user.role_and_membership"], "CD"))
def test_roles_are_granted_and_taken(house, name, role, letter, allowed, settings):
    settings.DEMO_MODE = True
    person = UserFactory(role=User.Role.MEMBER if letter == "C" else User.Role.EDITOR)
    wanted = User.Role.EDITOR if letter == "C" else User.Role.MEMBER

    assert can_grant_role(house[role], person) is allowed
    if allowed:
        grant_role(user=person, role=wanted, by=house[role])
        person.refresh_from_db()
        assert person.role == wanted


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["invitation"], "LVCD"))
def test_invitations(client, house, name, role, letter, allowed):
    invitation = InvitationFactory(institution=house.own(role))
    is_signed_in = signed_in(client, house[role])
    url = reverse("community:invitations", args=[house.own(role).slug])

    if letter in "LV":
        page = client.get(url)
        assert page.status_code == (200 if allowed else 404 if is_signed_in else 302)
        assert (invitation.email in page.content.decode()) is allowed
    elif letter == "C":
        client.post(url, {"addresses": "new@example.org", "role": "staff", "language": "en"})
        assert Invitation.objects.filter(email="new@example.org").exists() is allowed
    else:
        client.post(reverse("community:invitation-withdraw", args=[invitation.pk]))
        invitation.refresh_from_db()
        assert (invitation.status == Invitation.Status.WITHDRAWN) is allowed


@pytest.mark.parametrize(("name", "role", "letter", "allowed"), cells(["import.job.own_org"], "LVCD"))
def test_import_jobs(client, house, name, role, letter, allowed):
    own = house[role] if role.endswith("_o") else house["gov_o"]
    job = ImportJob.objects.create(
        owner=own, institution=house.own(role), file_name="rows.csv", content=b"title\nA", language="en"
    )
    is_signed_in = signed_in(client, house[role])
    denied = (302,) if not is_signed_in else (403, 404)

    if letter == "C":
        answer = client.get(reverse("partnerships:import")).status_code
        creates = allowed or role.endswith("_x")  # the row is about the own organisation's jobs
        assert answer in ((200,) if creates else denied)
    elif letter == "L":
        page = client.get(reverse("partnerships:import"))
        assert (f"/import/{job.pk}/" in page.content.decode()) is allowed
    elif letter == "V":
        answer = client.get(reverse("partnerships:import_job", args=[job.pk])).status_code
        assert answer in ((200, 302) if allowed else denied)
    else:
        answer = client.post(reverse("partnerships:import_remove", args=[job.pk])).status_code
        assert (not ImportJob.objects.filter(pk=job.pk).exists() or answer == 302) is (allowed or not is_signed_in)
