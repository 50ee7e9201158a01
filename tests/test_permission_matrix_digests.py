"""The rows of the access matrix about digests: a real request for each letter of each role.

One's own choices are a page of the portal; those of others are opened in the administration only.
"""

import pytest
from django.urls import reverse

from digests.models import DigestChoice
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "part", "host", "ed", "adm")
OWN, OTHER = "digest.preferences.own", "digest.preferences.other"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(name, letters):
    row = table()[name] if TABLE.exists() else {}
    return [
        pytest.param(role, letter, row[role], id=f"{name}-{role}-{letter}")
        for role in ROLES
        if role in row
        for letter in letters
    ]


@pytest.fixture
def people(db):
    people = cast().people
    return people | {role: member_of(InstitutionFactory(), "staff") for role in ("part", "host")}


def sign_in(client, person):
    if person:
        client.force_login(person)


@pytest.mark.parametrize(("role", "letter", "cell"), cells(OWN, "VE"))
def test_own_choices_are_seen_and_changed(client, people, role, letter, cell):
    person = people[role]
    sign_in(client, person)
    address = reverse("digests:mine")

    choice = {"rhythm": "monthly", "language": "fr"}
    answer = client.get(address) if letter == "V" else client.post(address, choice)

    allowed = letter in cell
    assert answer.status_code == (200 if allowed and letter == "V" else 302)
    assert ("login" in answer.headers.get("Location", "")) is not allowed
    if letter == "E":
        chosen = [(c.user, c.rhythm, c.language) for c in DigestChoice.objects.all()]
        assert chosen == ([(person, "monthly", "fr")] if allowed else [])


@pytest.mark.parametrize(("role", "letter", "cell"), cells(OTHER, "VE"))
def test_choices_of_others_are_for_administrators(client, people, settings, role, letter, cell):
    settings.DEMO_MODE = True
    choice = DigestChoice.objects.create(user=UserFactory())
    sign_in(client, people[role])
    address = reverse("admin:digests_digestchoice_change", args=[choice.pk])

    answer = client.get(address) if letter == "V" else client.post(address, {"rhythm": "monthly", "language": ""})

    choice.refresh_from_db()
    if letter in cell:
        assert answer.status_code == (200 if letter == "V" else 302)
        assert choice.rhythm == ("weekly" if letter == "V" else "monthly")
    else:
        assert (answer.status_code, choice.rhythm) in [(302, "weekly"), (403, "weekly"), (404, "weekly")]
        assert "/admin/digests/digestchoice/" not in answer.headers.get("Location", "").partition("?")[0]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", ["editions", "edition", "preview"])
def test_editions_are_for_the_secretariat(client, people, role, page):
    sign_in(client, people[role])
    address = reverse(f"digests:{page}", args=[] if page == "editions" else ["2025-W40"])

    status = client.get(address).status_code

    if role in ("ed", "adm"):
        assert status == (200 if page == "editions" else 404)  # nobody began that edition
    else:
        assert status == (302 if role == "anon" else 403)
