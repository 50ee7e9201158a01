"""The rows of the access matrix about needs and offers: a real request for each letter.

P is the word that what is open still holds. A draft has nothing to confirm, so that even who speaks for its
institution is told that this is not the moment (409); opening it is part of editing it. `b` is reading in the
administration.
"""

import json

import pytest
from django.urls import reverse

from community.models import Membership
from core.models import Visibility
from tests.factories import InstitutionFactory, NeedFactory, OfferFactory, member_of
from tests.personas import cast
from tests.test_permission_matrix import ROLES, TABLE, table

PUBLIC, COMMUNITY, DRAFT = "need_offer[public]", "need_offer[community]", "need_offer[draft]"
STATES = {
    PUBLIC: {"visibility": Visibility.PUBLIC},
    COMMUNITY: {"visibility": Visibility.COMMUNITY},
    DRAFT: {"visibility": Visibility.COMMUNITY, "status": "draft"},
}
FACTORIES = {"need": NeedFactory, "offer": OfferFactory}
VERBS = {"V": "", "E": "_edit", "P": "_confirm", "D": "_delete"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters, *names):
    rows = table()
    return [
        pytest.param(kind, name, role, letter, rows[name][role], id=f"{kind}-{name}-{role}-{letter}")
        for name in names
        if name in rows
        for kind in FACTORIES
        for role in ROLES
        for letter in letters
    ]


@pytest.fixture
def company(db):
    return cast()


def statement_of(company, kind, name, role):
    """Of the institution whose column is asked: a donor's for donors, else the one that asks."""
    institution = company.donor if role.startswith("don") else company.asks
    return FACTORIES[kind](institution=institution, **STATES[name])


def sign_in(client, person):
    if person:
        client.force_login(person)


def answer_to(client, kind, statement, letter):
    return client.get(reverse(f"matching:{kind}{VERBS[letter]}", args=[statement.pk])).status_code


def taken_along(client, kind, statement):
    answer = client.get(reverse(f"matching:{kind}_export", args=["json"]))
    if answer.status_code != 200:
        return False
    rows = json.loads(b"".join(answer.streaming_content))["results"]
    return any(row["url"].endswith(statement.get_absolute_url()) for row in rows)


def listed(client, kind, name, statement):
    """What is open stands in the list, a draft on the page of one's own."""
    page = client.get(reverse("matching:own_statements" if name == DRAFT else f"matching:{kind}s"))
    return statement.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize(("kind", "name", "role", "letter", "cell"), cells("LVEPDX", PUBLIC, COMMUNITY, DRAFT))
def test_needs_and_offers(client, company, kind, name, role, letter, cell):
    statement = statement_of(company, kind, name, role)
    person, sees = company.people[role], "V" in cell
    sign_in(client, person)

    if letter == "L":
        assert listed(client, kind, name, statement) is (letter in cell)
    elif letter == "X":
        assert taken_along(client, kind, statement) is (letter in cell)
    elif letter in cell:
        assert answer_to(client, kind, statement, letter) == 200
    elif person is None and letter != "V":
        assert answer_to(client, kind, statement, letter) == 302
    elif name == DRAFT and letter == "P" and sees:
        assert client.post(reverse(f"matching:{kind}_confirm", args=[statement.pk])).status_code == 409
    else:
        assert answer_to(client, kind, statement, letter) == (403 if sees else 404)


@pytest.mark.parametrize(("kind", "name", "role", "letter", "cell"), cells("C", "need_offer.create"))
def test_a_need_or_an_offer_is_begun(client, company, kind, name, role, letter, cell):
    person = company.people[role]
    sign_in(client, person)

    answer = client.get(reverse(f"matching:{kind}_new"))

    assert answer.status_code == (200 if letter in cell else 302 if person is None else 403)


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize(
    ("name", "letter", "status"),
    [
        (PUBLIC, "V", 200),
        (PUBLIC, "E", 403),
        (PUBLIC, "P", 403),
        (PUBLIC, "D", 403),
        (DRAFT, "V", 200),
        (DRAFT, "E", 403),
        (DRAFT, "D", 403),
    ],
)
def test_staff_of_the_institution_who_do_not_speak_for_it_read(client, company, kind, name, letter, status):
    statement = statement_of(company, kind, name, "gov_o")
    client.force_login(member_of(company.asks, Membership.Role.STAFF))

    assert answer_to(client, kind, statement, letter) == status


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("letter", ["V", "E", "P", "D"])
def test_staff_edit_and_delete_the_draft_that_they_wrote_and_nobody_else_of_theirs(client, company, kind, letter):
    writer = member_of(company.asks, Membership.Role.STAFF)
    statement = statement_of(company, kind, DRAFT, "gov_o")
    type(statement).objects.filter(pk=statement.pk).update(recorded_by=writer)
    client.force_login(writer)

    assert answer_to(client, kind, statement, letter) == (403 if letter == "P" else 200)


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("verb", ["_edit", "_open", "_confirm", "_close", "_delete"])
@pytest.mark.parametrize("role", ["anon", "pend", "mem", "gov_x", "don_x"])
def test_what_one_may_not_see_answers_like_what_is_not_there(client, company, kind, verb, role):
    hidden = statement_of(company, kind, DRAFT, "gov_o")
    sign_in(client, company.people[role])

    answers = [
        client.post(reverse(f"matching:{kind}{verb}", args=[pk])).status_code for pk in (hidden.pk, hidden.pk + 999)
    ]

    assert answers == [302, 302] if role == "anon" else answers == [404, 404]


@pytest.mark.parametrize("role", ["anon", "mem", "gov_x"])
def test_counts_leave_out_what_one_may_not_see(client, company, role):
    statement_of(company, "need", DRAFT, "gov_o")
    statement_of(company, "need", PUBLIC, "gov_o")
    sign_in(client, company.people[role])

    assert client.get(reverse("matching:needs")).context["found"] == 1


def test_whom_one_never_meets_is_read_at_home_alone(client, company):
    statement = statement_of(company, "need", PUBLIC, "gov_o")
    statement.exclusions.set([InstitutionFactory(name="A bad memory")])

    seen = {}
    for role in ROLES:
        client.logout()
        sign_in(client, company.people[role])
        seen[role] = b"A bad memory" in client.get(statement.get_absolute_url()).content

    assert {role for role, is_read in seen.items() if is_read} == {"gov_o"}
