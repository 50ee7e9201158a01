"""The row of the access matrix about the peers of a need: a real request for each letter.

C puts a peer on the list by hand, E sets one aside, D takes off what was put there by hand.
"""

import pytest
from django.urls import reverse

from matching.models import Match, MatchWeights
from matching.profiles import refresh
from tests.factories import InstitutionFactory, NeedFactory
from tests.personas import cast
from tests.test_permission_matrix import ROLES, TABLE, table

ROW = "match.suggestion"
PEER = "Office of Rivers"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters):
    row = table().get(ROW, {})
    return [
        pytest.param(role, letter, row[role], id=f"{role}-{letter}")
        for role in ROLES
        if role in row
        for letter in letters
    ]


@pytest.fixture
def company(db):
    return cast()


def suggestion_for(company, role):
    """For a need of the institution whose column is asked: a donor's for donors, else the one that asks."""
    need = NeedFactory(institution=company.donor if role.startswith("don") else company.asks)
    peer = InstitutionFactory(name=PEER, country=None)
    scores = dict.fromkeys(("score", "score_demand", "score_supply"), 0.5)
    weights = MatchWeights.objects.current()
    refresh(None)
    return Match.objects.create(need=need, institution=peer, weights=weights, proposed_because="They did it", **scores)


def allowed_or(denial, letter, cell):
    return denial if letter not in cell else 200


def denied(person, sees):
    """A stranger is asked to sign in; what one does not see is not there."""
    return 302 if person is None else 403 if sees else 404


@pytest.mark.parametrize(("role", "letter", "cell"), cells("LV"))
def test_the_peers_of_a_need_are_seen(client, company, role, letter, cell):
    match, person = suggestion_for(company, role), company.people[role]
    if person:
        client.force_login(person)

    if letter == "L":
        shown = client.get(match.need.get_absolute_url()).content.decode()
        assert (PEER in shown) is (letter in cell)
    else:
        page = client.get(reverse("matching:matches", args=[match.need_id]))
        assert page.status_code == allowed_or(denied(person, sees=False), letter, cell)


@pytest.mark.parametrize(("role", "letter", "cell"), cells("CED"))
def test_the_peers_of_a_need_are_changed(client, company, role, letter, cell):
    match, person = suggestion_for(company, role), company.people[role]
    if person:
        client.force_login(person)
    denial = denied(person, sees="V" in cell)

    if letter == "C":
        answer = client.get(reverse("matching:match_propose", args=[match.need_id]))
        assert answer.status_code == allowed_or(denial, letter, cell)
    elif letter == "E":
        answer = client.get(reverse("matching:match_aside", args=[match.need_id, match.pk]))
        assert answer.status_code == allowed_or(denial, letter, cell)
        drawn = client.get(reverse("matching:matches", args=[match.need_id])).content.decode()
        assert ("Set aside" in drawn) is (letter in cell)
    else:
        answer = client.post(reverse("matching:match_remove", args=[match.need_id, match.pk]))
        assert answer.status_code == (302 if letter in cell else denial)
        assert Match.objects.exists() is (letter not in cell)
