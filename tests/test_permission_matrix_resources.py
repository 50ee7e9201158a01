"""The rows of the access matrix about resources: a real request for each letter of each role.

A resource is the author's own in the columns `gov_o` and `don_o`, which are tried in turn.
"""

import pytest
from django.urls import reverse

from knowledge.models.choices import Audience, State
from tests.factories import UserFactory
from tests.factories.knowledge import ResourceFactory
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")
ROWS = {
    "resource[public]": {"audience": Audience.PUBLIC},
    "resource[community]": {"audience": Audience.COMMUNITY},
    "resource[in_review]": {"audience": Audience.PUBLIC, "state": State.IN_REVIEW},
}
TITLE = "Xylophone accounts"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters):
    rows = table()
    return [
        pytest.param(name, role, letter, rows[name][role], id=f"{name}-{role}-{letter}")
        for name in ROWS
        if name in rows
        for role in ROLES
        for letter in letters
    ]


@pytest.fixture
def people(db):
    return cast().people


def resource_for(people, name, role):
    author = people[role] if role in ("gov_o", "don_o") else UserFactory()
    return ResourceFactory(title=TITLE, author=author, **ROWS[name])


def sign_in(client, people, role):
    person = people[role]
    if person:
        client.force_login(person)
    return person


def denied(person, sees):
    """What is not seen is not there; who is not signed in is asked to; else it is forbidden."""
    return 302 if person is None else 403 if sees else 404


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("L"))
def test_resource_is_listed(client, people, name, role, letter, cell):
    resource_for(people, name, role)
    sign_in(client, people, role)

    page = client.get(reverse("knowledge:resources")).content.decode()

    assert (TITLE in page) is (letter in cell)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("V"))
def test_resource_is_seen(client, people, name, role, letter, cell):
    resource = resource_for(people, name, role)
    sign_in(client, people, role)

    assert client.get(resource.get_absolute_url()).status_code == (200 if letter in cell else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C"))
def test_resources_are_entered_as_listed(client, people, name, role, letter, cell):
    """What is suggested waits for the desk; to list it at once is the secretariat's."""
    person = sign_in(client, people, role)
    typed = {"bring": "1", "text": f"title\n{TITLE}\n", "name": "list.csv"}

    answer = client.post(reverse("knowledge:resource_import"), typed)

    allowed = letter in cell or (name == "resource[in_review]" and letter in table()["resource[public]"][role])
    assert answer.status_code == (200 if allowed else denied(person, sees=True))


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("EPD"))
def test_resource_is_edited_published_and_withdrawn(client, people, name, role, letter, cell):
    """A listed resource is published by being taken down and put up again, and deleted once it is down."""
    resource = resource_for(people, name, role)
    person = sign_in(client, people, role)
    pages = {"E": ["edit"], "P": ["publish"], "D": ["withdraw", "delete"]}[letter]

    codes = {client.get(reverse(f"knowledge:{page}", args=[resource.slug])).status_code for page in pages}

    if letter in cell:
        assert codes & {200, 302, 409}
    else:
        assert codes == {denied(person, "V" in cell)}


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("X"))
def test_resource_is_taken_along(client, people, name, role, letter, cell):
    resource = resource_for(people, name, role)
    sign_in(client, people, role)

    one = client.get(reverse("knowledge:resource_cite", args=[resource.slug, "ris"]))
    many = b"".join(client.get(reverse("knowledge:resource_export", args=["ris"]))).decode()

    assert one.status_code == (200 if letter in cell else 403 if "V" in cell else 404)
    assert (TITLE in many) is (letter in cell)
