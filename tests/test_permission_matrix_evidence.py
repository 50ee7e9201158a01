"""The rows of the access matrix about findings and open questions: a real request for each letter of each role."""

import pytest
from django.urls import reverse

from knowledge.models import Finding, OpenQuestion
from tests.factories.knowledge import (
    ConditionFactory,
    FindingFactory,
    OpenQuestionFactory,
    OutcomeFactory,
    ResourceFactory,
)
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(name, letters):
    row = table().get(name, {})
    return [pytest.param(role, letter, row[role], id=f"{role}-{letter}") for role in ROLES for letter in letters if row]


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def finding(people):
    source = ResourceFactory(author=people.people["don_o"], parties=[people.asks])
    return FindingFactory(source=source, title="Xylophones help")


@pytest.fixture
def question(db):
    return OpenQuestionFactory(text="Why xylophones?")


def sign_in(client, people, role):
    person = people.people[role]
    if person:
        client.force_login(person)
    return person


def refused(person):
    return 302 if person is None else 403


@pytest.mark.parametrize(("role", "letter", "cell"), cells("finding[public]", "LVX"))
def test_finding_is_listed_seen_and_taken_along(client, people, finding, role, letter, cell):
    sign_in(client, people, role)
    address = {
        "L": reverse("knowledge:evidence") + "?view=table",
        "V": reverse("knowledge:finding", args=[finding.pk]),
        "X": reverse("knowledge:evidence_export"),
    }[letter]

    page = b"".join(client.get(address)).decode()

    assert ("Xylophones help" in page) is (letter in cell)


@pytest.mark.parametrize(("role", "letter", "cell"), cells("finding[public]", "CP"))
def test_finding_is_entered_and_so_published(client, people, finding, role, letter, cell):
    """There is no step between: what is entered stands on the map."""
    person = sign_in(client, people, role)
    values = {
        "source": finding.source.title,
        "condition": ConditionFactory().pk,
        "outcome": OutcomeFactory().pk,
        "title": "Zithers hinder",
        "text": "They do.",
        "level": "organisation",
        "effect": "hinders",
        "confidence": "low",
        "confidence_reason": "Seen once.",
        "place": "Page 4",
    }

    answer = client.post(reverse("knowledge:finding_new"), values)

    assert answer.status_code == (302 if letter in cell else refused(person))
    assert Finding.objects.listed_for(person or answer.wsgi_request.user).filter(title="Zithers hinder").exists() is (
        letter in cell
    )


@pytest.mark.parametrize(("role", "letter", "cell"), cells("finding[public]", "ED"))
def test_finding_is_edited_and_deleted(client, people, finding, role, letter, cell):
    person = sign_in(client, people, role)
    page = {"E": "finding_edit", "D": "finding_delete"}[letter]

    answer = client.get(reverse(f"knowledge:{page}", args=[finding.pk]))

    assert answer.status_code == (200 if letter in cell else refused(person))


@pytest.mark.parametrize(("role", "letter", "cell"), cells("question[public]", "LVX"))
def test_question_is_listed_seen_and_taken_along(client, people, question, role, letter, cell):
    sign_in(client, people, role)
    address = {
        "L": reverse("knowledge:questions"),
        "V": question.get_absolute_url(),
        "X": reverse("knowledge:questions_export"),
    }[letter]

    page = b"".join(client.get(address)).decode()

    assert ("Why xylophones?" in page) is (letter in cell)


@pytest.mark.parametrize(("role", "letter", "cell"), cells("question[public]", "CEPD"))
def test_question_is_asked_edited_put_on_the_board_and_deleted(client, people, question, role, letter, cell):
    person = sign_in(client, people, role)
    slug = question.slug
    if letter == "P":
        answer = client.post(reverse("knowledge:question_board", args=[slug]), {"show": "no"})
    elif letter == "C":
        answer = client.get(reverse("knowledge:question_new"))
    else:
        page = {"E": "question_edit", "D": "question_delete"}[letter]
        answer = client.get(reverse(f"knowledge:{page}", args=[slug]))

    allowed = 302 if letter == "P" else 200
    assert answer.status_code == (allowed if letter in cell else refused(person))
    assert OpenQuestion.objects.get().is_on_board is not (letter == "P" and "P" in cell)


@pytest.mark.parametrize("role", ROLES)
def test_a_question_that_is_off_the_board_is_for_the_secretariat(client, people, role):
    hidden = OpenQuestionFactory(text="Why xylophones?", is_on_board=False)
    sign_in(client, people, role)

    assert client.get(hidden.get_absolute_url()).status_code == (200 if role in ("ed", "adm") else 404)
    assert "xylophones" not in b"".join(client.get(reverse("knowledge:questions_export"))).decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_finding_is_never_more_visible_than_its_source(client, people, finding, role):
    finding.source.audience = "community"
    finding.source.save()
    sign_in(client, people, role)
    seen = role not in ("anon", "pend")

    assert client.get(reverse("knowledge:finding", args=[finding.pk])).status_code == (200 if seen else 404)
    for page in ("knowledge:evidence", "knowledge:evidence_export"):
        answer = b"".join(client.get(reverse(page) + "?view=table")).decode()
        assert ("Xylophones help" in answer) is seen
