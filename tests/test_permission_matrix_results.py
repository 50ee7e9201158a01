"""The rows of the access matrix about frameworks, observations and evidence: a real request for each letter.

`b` is reading in the administration, where each reading stands in the log of the partnership.
"""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import AuditEntry
from core.models import Visibility
from results.models import EvidenceItem, Observation
from results.models.choices import ObservationState
from tests.factories import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    ObservationFactory,
    PartnershipMemberFactory,
    ResultsFrameworkFactory,
    UserFactory,
    partnership_between,
)
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")
PUBLIC, PARTIES = "results.framework[public]", "results.framework[parties]"
OPEN, APPROVED = "indicator.observation[not approved]", "indicator.observation[approved-public]"
CONFIDENTIAL = "evidence.file[confidential]"
WORDS = "Findings read aloud"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters, *names):
    rows = table()
    return [
        pytest.param(name, role, letter, rows[name][role], id=f"{name}-{role}-{letter}")
        for name in names
        if name in rows
        for role in ROLES
        for letter in letters
    ]


@pytest.fixture
def company(db):
    return cast()


@pytest.fixture
def record(company):
    record = partnership_between(company.asks, company.offers, title="Xylophone accounts")
    PartnershipMemberFactory(partnership=record, institution=company.donor, side="funder")
    return record


def framework_of(record, name):
    shown = Visibility.PUBLIC if name == PUBLIC else Visibility.PARTIES
    framework = ResultsFrameworkFactory(partnership=record, visibility=shown, title="What we hope to hear")
    IndicatorFactory(result__framework=framework, title=WORDS)
    return framework


def observation_of(record, name):
    """Of a framework that everybody sees; recorded by nobody who is asked here."""
    framework = ResultsFrameworkFactory(partnership=record)
    more = {"approved": True} if name == APPROVED else {"state": ObservationState.SUBMITTED}
    return ObservationFactory(
        indicator__result__framework=framework, narrative=WORDS, value=None, recorded_by=UserFactory(), **more
    )


def evidence_of(record):
    outcome = HarvestedOutcomeFactory(partnership=record)
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
    return EvidenceItem.objects.create(outcome=outcome, title="The minutes", file=file, is_confidential=True)


def sign_in(client, person):
    if person:
        client.force_login(person)


def denied(person, sees):
    """A stranger to the portal is asked to sign in; what one does not see is not there."""
    return 302 if person is None else 403 if sees else 404


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def at(name, record, *args):
    return reverse(f"results:{name}", args=[record.slug, *args])


def at_observation(name, observation):
    indicator = observation.indicator
    return at(name, indicator.partnership, indicator.number, observation.pk)


# --- Frameworks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LVX", PUBLIC, PARTIES))
def test_a_framework_is_seen_and_taken_along(client, company, record, name, role, letter, cell):
    indicator = framework_of(record, name).results.get().indicators.get()
    sign_in(client, company.people[role])

    if letter == "L":
        assert (WORDS in body(client.get(at("partnership", record)))) is (letter in cell)
    elif letter == "V":
        assert client.get(indicator.get_absolute_url()).status_code == (200 if letter in cell else 404)
    else:
        assert client.get(at("partnership_export", record, "csv")).status_code == (200 if letter in cell else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("E", PUBLIC, PARTIES))
def test_a_framework_is_edited(client, company, record, name, role, letter, cell):
    framework, person = framework_of(record, name), company.people[role]
    result = framework.results.get()
    number = result.indicators.get().number
    sign_in(client, person)

    pages = [
        at("framework", record),
        at("framework_edit", record),
        at("result_new", record),
        at("result_edit", record, result.pk),
        at("result_remove", record, result.pk),
        at("indicator_new", record, result.pk),
        at("indicator_edit", record, number),
        at("indicator_remove", record, number),
        at("periods", record, number),
    ]
    assert {client.get(page).status_code for page in pages} == {200 if letter in cell else denied(person, "V" in cell)}


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C", PARTIES))
def test_a_framework_is_begun(client, company, record, name, role, letter, cell):
    person = company.people[role]
    sign_in(client, person)

    answer = client.get(at("framework_new", record)).status_code

    assert answer == (200 if letter in cell else denied(person, sees=True))  # the partnership is seen by all


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("P", PUBLIC, PARTIES))
def test_a_framework_is_shown_to_more(client, company, record, name, role, letter, cell):
    framework, person = framework_of(record, name), company.people[role]
    sign_in(client, person)

    page = reverse("partnerships:share_part", args=[record.slug, "framework", framework.pk])

    assert client.get(page).status_code == (200 if letter in cell else denied(person, "V" in cell))


# --- Observations -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LVX", OPEN, APPROVED))
def test_an_observation_is_seen_and_taken_along(client, company, record, name, role, letter, cell):
    observation = observation_of(record, name)
    sign_in(client, company.people[role])

    if letter == "V":
        answer = client.get(observation.get_absolute_url()).status_code
        assert answer == (200 if letter in cell else 404)
    elif letter == "L":
        page = body(client.get(observation.indicator.get_absolute_url()))
        assert (WORDS in page or observation.get_absolute_url() in page) is (letter in cell)
    else:
        rows = csv.DictReader(StringIO(body(client.get(at("partnership_export", record, "csv")))))
        assert ([row["words"] for row in rows if row["figure"] == "actual"] == [WORDS]) is (letter in cell)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C", OPEN))
def test_an_observation_is_recorded(client, company, record, name, role, letter, cell):
    indicator, person = observation_of(record, name).indicator, company.people[role]
    sign_in(client, person)

    answer = client.get(at("observation_new", record, indicator.number)).status_code

    assert answer == (200 if letter in cell else denied(person, sees=True))  # everybody sees the indicator


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("ED", OPEN, APPROVED))
def test_an_observation_is_edited_and_removed(client, company, record, name, role, letter, cell):
    """What is approved is not rewritten: to its parties, that is a matter of its state."""
    observation, person = observation_of(record, name), company.people[role]
    page = at_observation("observation_edit" if letter == "E" else "observation_remove", observation)
    sign_in(client, person)

    answer = client.get(page).status_code

    if name == APPROVED and role in ("gov_o", "don_o"):
        assert (answer, letter in cell) == (409, False)
    else:
        assert answer == (200 if letter in cell else denied(person, "V" in cell))


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("P", OPEN))
def test_an_observation_is_approved_by_who_did_not_record_it(client, company, record, name, role, letter, cell):
    observation, person = observation_of(record, name), company.people[role]
    sign_in(client, person)

    answer = client.post(at_observation("observation_approve", observation), {"version": "1"}).status_code

    assert answer == (302 if letter in cell else denied(person, "V" in cell))
    assert Observation.objects.get(pk=observation.pk).is_approved is (letter in cell)


@pytest.mark.parametrize("role", ["gov_o", "don_o"])
def test_who_recorded_an_observation_does_not_approve_it(client, company, record, role):
    observation, person = observation_of(record, OPEN), company.people[role]
    Observation.objects.filter(pk=observation.pk).update(recorded_by=person)
    sign_in(client, person)

    assert client.post(at_observation("observation_approve", observation), {"version": "1"}).status_code == 409
    assert not Observation.objects.get(pk=observation.pk).is_approved


# --- Evidence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("LVX", CONFIDENTIAL))
def test_confidential_evidence_is_seen_and_taken_along(client, company, record, name, role, letter, cell):
    item = evidence_of(record)
    sign_in(client, company.people[role])

    if letter == "L":
        assert ("The minutes" in body(client.get(item.outcome.get_absolute_url()))) is (letter in cell)
    else:
        answer = client.get(at("evidence", record, item.pk))
        assert (answer.status_code, "%PDF" in body(answer)) == ((200, True) if letter in cell else (404, False))


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("CD", CONFIDENTIAL))
def test_confidential_evidence_is_added_and_removed(client, company, record, name, role, letter, cell):
    item, person = evidence_of(record), company.people[role]
    sign_in(client, person)
    add, remove = at("evidence_add", record, item.outcome.number), at("evidence_remove", record, item.pk)

    answer = client.get(add if letter == "C" else remove).status_code

    sees = letter == "C" or "V" in cell  # everybody sees the outcome
    assert answer == (200 if letter in cell else denied(person, sees))


# --- The administration -----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("b", PARTIES, OPEN, CONFIDENTIAL))
def test_what_the_parties_keep_is_read_in_the_administration_and_noted(
    client, company, record, name, role, letter, cell
):
    person = company.people[role]
    made = {PARTIES: framework_of, OPEN: observation_of}.get(name, lambda record, _name: evidence_of(record))
    row = made(record, name)
    sign_in(client, person)

    answer = client.get(reverse(f"admin:results_{row._meta.model_name}_change", args=[row.pk])).status_code

    assert answer == 200 if letter in cell else answer in (302, 403)
    noted = AuditEntry.objects.filter(action="read", object_id=record.pk, actor=person)
    assert noted.exists() is (letter in cell)
