"""The rows of the access matrix about stories, methods and challenges: a real request for each letter of each role.

For stories `don_o` wrote it and `gov_o` speaks for the other party; a second run turns the two round. Of a method
or challenge that is a draft both are authors, and it tells of no institution.
"""

import pytest
from django.urls import reverse

from knowledge.models import Piece
from knowledge.models.choices import ArchiveReason, State
from tests.factories.knowledge import ChallengeFactory, MethodFactory, StoryFactory
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")
STORIES = {
    "story[draft]": State.DRAFT,
    "story[in_review]": State.IN_REVIEW,
    "story[published-public]": State.PUBLISHED,
    "story[archived]": State.ARCHIVED,
}
OTHERS = {
    "method[draft]": (MethodFactory, State.DRAFT),
    "method[published-public]": (MethodFactory, State.PUBLISHED),
    "challenge[draft]": (ChallengeFactory, State.DRAFT),
    "challenge[published-public]": (ChallengeFactory, State.PUBLISHED),
}
LISTS = {"story": "knowledge:stories", "method": "knowledge:methods", "challenge": "knowledge:challenges"}
# What stands for a letter: the pages of which at least one is open to who has it, and none to who has not.
PAGES = {
    "E": ("edit",),
    "P": ("publish", "archive", "consent"),
    "D": ("withdraw", "delete"),
    "X": ("piece_text",),
}
TURNED = {"gov_o": "don_o", "don_o": "gov_o"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters):
    """(row, who wrote it, role, letter, cell): stories from both sides, the others as they stand."""
    rows = table()
    return [
        pytest.param(name, author, role, letter, rows[name][column], id=f"{name}-by-{author}-{role}-{letter}")
        for name in (*STORIES, *OTHERS)
        if name in rows
        for author in (("don_o", "gov_o") if name in STORIES else ("don_o",))
        for role in ROLES
        for column in [TURNED.get(role, role) if author == "gov_o" else role]
        for letter in letters
    ]


@pytest.fixture
def people(db):
    return cast()


def piece_of(people, name, author):
    """Written by one party, telling of both; what readers had once has all it took to come before them."""
    homes = {"gov_o": people.asks, "don_o": people.donor}
    fields = {"author": people.people[author], "institution": homes[author], "title": "Xylophone accounts"}
    parties = [people.asks, people.donor]
    if name in OTHERS:
        make, state = OTHERS[name]
        piece = make(state=state, **fields)
        if state == State.DRAFT:
            piece.co_authors.add(people.people["gov_o"])
        return piece
    state = STORIES[name]
    if state != State.ARCHIVED:
        return StoryFactory(state=state, parties=parties, **fields)
    piece = StoryFactory(parties=parties, **fields)
    piece.state, piece.archive_reason = state, ArchiveReason.BY_SECRETARIAT
    piece.save()
    return piece


def sign_in(client, people, role):
    person = people.people[role]
    if person:
        client.force_login(person)
    return person


@pytest.mark.parametrize(("name", "author", "role", "letter", "cell"), cells("L"))
def test_piece_is_listed(client, people, name, author, role, letter, cell):
    """On the page of its kind once it is published; before that it is known to whom the cell names."""
    piece = piece_of(people, name, author)
    person = sign_in(client, people, role)

    page = client.get(reverse(LISTS[piece.kind])).content.decode()

    assert ("Xylophone accounts" in page) is (piece.is_published and letter in cell)
    if person:
        assert Piece.objects.visible_to(person).filter(pk=piece.pk).exists() is (letter in cell)


@pytest.mark.parametrize(("name", "author", "role", "letter", "cell"), cells("V"))
def test_piece_is_seen(client, people, name, author, role, letter, cell):
    piece = piece_of(people, name, author)
    sign_in(client, people, role)

    answer = client.get(piece.get_absolute_url())

    assert answer.status_code == (200 if letter in cell else 410 if piece.state == State.ARCHIVED else 404)
    if letter not in cell:
        assert "Xylophone accounts" not in answer.content.decode()


@pytest.mark.parametrize(("name", "author", "role", "letter", "cell"), cells("EPDX"))
def test_piece_is_edited_published_withdrawn_and_taken_along(client, people, name, author, role, letter, cell):
    """An allowed letter is answered, also with "not in this state"; a denied one as the rules say."""
    piece = piece_of(people, name, author)
    person = sign_in(client, people, role)

    codes = {client.get(reverse(f"knowledge:{page}", args=[piece.slug])).status_code for page in PAGES[letter]}

    if letter in cell:
        assert codes & {200, 409}
    else:
        asks_to_log_in = person is None and letter != "X"  # what everyone may see, everyone may take along
        assert codes == {302 if asks_to_log_in else 403 if "V" in cell else 404}


@pytest.mark.parametrize("kind", ["story", "method", "challenge"])
@pytest.mark.parametrize("role", ROLES)
def test_piece_is_begun(client, people, kind, role):
    cell = table()["story.create"][role]
    person = sign_in(client, people, role)

    answer = client.get(reverse(f"knowledge:{kind}_new"))

    assert answer.status_code == (200 if "C" in cell else 302 if person is None else 403)
