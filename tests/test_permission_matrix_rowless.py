"""Objects of knowledge and results that have no row in the access matrix, each held to the row it follows from.

Where an object narrows its row, the narrower rule stands beside it, and in docs/security.md.
"""

import json
from datetime import date

import pytest
from django.urls import reverse

from core.models import Visibility
from knowledge.models import Collection
from partnerships.models import PartnershipMember, PulseRound
from results.models import Capability, FollowUp, FollowUpAnswer
from tests.factories import HarvestedOutcomeFactory
from tests.factories.knowledge import CollectionFactory
from tests.test_permission_matrix import TABLE
from tests.test_permission_matrix_results import (
    PARTIES,
    PUBLIC,
    ROLES,
    at,
    body,
    cells,
    company,
    denied,
    record,
    sign_in,
)

__all__ = ["company", "record"]  # fixtures
SHOWN = {PUBLIC: Visibility.PUBLIC, PARTIES: Visibility.PARTIES}
LEARNT = "Plans an audit by risk"
CHANGED = "The committee hears findings"
COLLECTED = {"resource[public]": Collection.Audience.PUBLIC, "resource[community]": Collection.Audience.COMMUNITY}
SPEAK = ("gov_o", "don_o")
ANSWER = ("gov_o",)  # of the side that asks; the donor of the record answers for neither side

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


# --- Outcomes: like frameworks; nobody but who speaks for a party corrects what the parties told -------------


def outcome_of(record, name):
    return HarvestedOutcomeFactory(partnership=record, what_changed=CHANGED, visibility=SHOWN[name])


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LVX", PUBLIC, PARTIES))
def test_an_outcome_is_seen_and_taken_along_like_a_framework(client, company, record, name, role, letter, cell):
    outcome = outcome_of(record, name)
    sign_in(client, company.people[role])

    if letter == "V":
        assert client.get(outcome.get_absolute_url()).status_code == (200 if letter in cell else 404)
    elif letter == "L":
        assert (CHANGED in body(client.get(at("partnership", record)))) is (letter in cell)
    else:
        rows = json.loads(body(client.get(reverse("results:export", args=["json"]))))["results"]
        assert ([row["what_changed"] for row in rows] == [CHANGED]) is (letter in cell)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("CEP", PUBLIC, PARTIES))
def test_an_outcome_is_told_put_in_other_words_and_shown_to_more(client, company, record, name, role, letter, cell):
    outcome, person = outcome_of(record, name), company.people[role]
    sign_in(client, person)
    share = reverse("partnerships:share_part", args=[record.slug, "outcome", outcome.pk])
    page = {"C": at("outcome_new", record), "E": at("outcome_edit", record, outcome.number), "P": share}[letter]

    answer = client.get(page).status_code

    if letter != "C" and role != "adm":
        assert (role in SPEAK) is (letter in cell)
    assert answer == (200 if role in SPEAK else denied(person, letter == "C" or "V" in cell))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", SHOWN)
def test_an_outcome_is_taken_back_by_who_told_it_alone_and_before_others_see_it(client, company, record, name, role):
    outcome, person = outcome_of(record, name), company.people[role]
    type(outcome).objects.filter(pk=outcome.pk).update(reported_by=company.donor)
    sign_in(client, person)

    answer = client.get(at("outcome_remove", record, outcome.number)).status_code

    sees = name == PUBLIC or role in SPEAK
    assert answer == (200 if (name, role) == (PARTIES, "don_o") else denied(person, sees))


# --- Abilities: like frameworks; written by the two sides that they are about ---------------------------------


def ability_of(record, name):
    return Capability.objects.create(
        partnership=record, title=LEARNT, whose="The unit", level="organisation", visibility=SHOWN[name]
    )


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LV", PUBLIC, PARTIES))
def test_an_ability_is_seen_like_a_framework(client, company, record, name, role, letter, cell):
    ability_of(record, name)
    sign_in(client, company.people[role])

    page, words = ("partnership", "Ability by ability") if letter == "L" else ("capabilities", LEARNT)

    assert (words in body(client.get(at(page, record)))) is (letter in cell)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("CED", PUBLIC, PARTIES))
def test_an_ability_is_written_by_the_sides_it_is_about(client, company, record, name, role, letter, cell):
    ability, person = ability_of(record, name), company.people[role]
    sign_in(client, person)
    pages = {
        "C": [at("capability_new", record)],
        "E": [at("capability_edit", record, ability.pk), at("capability_rate", record, ability.pk)],
        "D": [at("capability_remove", record, ability.pk)],
    }[letter]

    may = role in ANSWER and (letter, name) != ("D", PUBLIC)  # others read it: it is not taken out
    answers = {client.get(page).status_code for page in pages}

    assert answers == {200 if may else denied(person, letter == "C" or "V" in cell)}


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("P", PUBLIC, PARTIES))
def test_an_ability_is_shown_to_more_like_a_framework(client, company, record, name, role, letter, cell):
    ability, person = ability_of(record, name), company.people[role]
    sign_in(client, person)

    answer = client.get(reverse("partnerships:share_part", args=[record.slug, "capability", ability.pk])).status_code

    assert answer == (200 if letter in cell else denied(person, "V" in cell))


# --- Follow-ups: read with the outcome they are about, answered by the two sides -------------------------------


def followed(record, name):
    outcome = outcome_of(record, name)
    follow_up = FollowUp.objects.create(partnership=record, years=1, due_on=date(2026, 1, 31))
    FollowUpAnswer.objects.create(
        follow_up=follow_up, outcome=outcome, side="demand", sustained="sustained", note="Heard again this year."
    )
    return outcome


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("V", PUBLIC, PARTIES))
def test_what_became_of_an_outcome_is_read_by_who_reads_the_outcome(client, company, record, name, role, letter, cell):
    outcome = followed(record, name)
    sign_in(client, company.people[role])

    read = "Heard again this year." in body(client.get(outcome.get_absolute_url()))

    assert read is (letter in cell)


@pytest.mark.parametrize("role", ROLES)
def test_a_follow_up_is_answered_by_the_two_sides(client, company, record, role):
    followed(record, PUBLIC)
    person = company.people[role]
    sign_in(client, person)

    answer = client.get(at("follow_up", record, 1)).status_code

    assert answer == (200 if role in ANSWER else denied(person, sees=True))


# --- The pulse: like a framework of the parties, read and nothing else ----------------------------------------


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("V", PARTIES))
def test_the_pulse_is_read_like_a_framework_of_the_parties(client, company, record, name, role, letter, cell):
    PulseRound.objects.create(partnership=record, opened_on=date(2026, 1, 1), closes_on=date(2026, 1, 31))
    person = company.people[role]
    sign_in(client, person)

    answer = client.get(reverse("partnerships:pulse", args=[record.slug])).status_code

    assert answer == (200 if letter in cell else 302 if person is None else 404)


# --- Collections: read like resources, put together by the secretariat ----------------------------------------


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LVX", *COLLECTED))
def test_a_collection_is_read_like_a_resource(client, company, name, role, letter, cell):
    collection = CollectionFactory(title="Xylophones for auditors", audience=COLLECTED[name])
    sign_in(client, company.people[role])

    if letter == "L":
        page = body(client.get(reverse("knowledge:collections")))
        assert (collection.title in page) is (letter in cell)
    else:
        page = {"V": "collection", "X": "collection_feed"}[letter]
        answer = client.get(reverse(f"knowledge:{page}", args=[collection.slug])).status_code
        assert answer == (200 if letter in cell else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("CED", *COLLECTED))
def test_a_collection_is_put_together_by_the_secretariat(client, company, name, role, letter, cell):
    collection, person = CollectionFactory(audience=COLLECTED[name]), company.people[role]
    sign_in(client, person)
    pages = {
        "C": [reverse("knowledge:collection_new")],
        "E": [reverse(f"knowledge:collection_{act}", args=[collection.slug]) for act in ("edit", "add")],
        "D": [reverse("knowledge:collection_delete", args=[collection.slug])],
    }[letter]

    answers = {client.get(page).status_code for page in pages}

    assert answers == {200 if role in ("ed", "adm") else denied(person, letter == "C" or "V" in cell)}


@pytest.mark.parametrize("role", ROLES)
def test_a_collection_that_is_being_put_together_is_for_the_secretariat(client, company, role):
    collection = CollectionFactory(title="Xylophones", audience=Collection.Audience.SECRETARIAT)
    sign_in(client, company.people[role])
    seen = role in ("ed", "adm")

    assert client.get(collection.get_absolute_url()).status_code == (200 if seen else 404)
    assert ("Xylophones" in body(client.get(reverse("knowledge:collections")))) is seen


def test_the_donor_of_these_records_is_a_funder(record):
    """What `ANSWER` rests on: a funder takes part, and answers for neither side."""
    assert record.members.get(institution__kind="donor").side == PartnershipMember.Side.FUNDER
