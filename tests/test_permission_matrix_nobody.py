"""Letters that the rows about results, costs and evidence give to nobody: each is asked for by each role all the same.

Three kinds of answers keep them: there is no address for it, the state forbids it, or one person alone moves nothing.
"""

import pytest
from django.urls import reverse

from community.models import AuditEntry
from core.models import Visibility
from partnerships.models import CostLine
from results.models import EvidenceItem, Observation, ResultsFramework
from tests.partnerships.parts_typed import part_of
from tests.test_permission_matrix import TABLE
from tests.test_permission_matrix_results import (
    APPROVED,
    CONFIDENTIAL,
    PARTIES,
    PUBLIC,
    at,
    at_observation,
    body,
    cells,
    company,
    denied,
    evidence_of,
    framework_of,
    observation_of,
    record,
    sign_in,
)

__all__ = ["company", "record"]  # fixtures
BUDGETS = ("partnership.budget[public]", "partnership.budget[parties]")
NO_ROWS = {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
MAY_AGREE = ("gov_o", "don_o")  # to show it, once the other side agrees to the same words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cost_of(record, name, company):
    shown = Visibility.PUBLIC if name == BUDGETS[0] else Visibility.PARTIES
    return part_of(record, "cost", shown, company.donor)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("L", *BUDGETS))
def test_costs_of_one_record_stand_in_no_list(client, company, record, name, role, letter, cell):
    cost_of(record, name, company)
    sign_in(client, company.people[role])

    pages = [reverse("partnerships:list"), reverse("results:costs")]
    pages += [reverse("partnerships:export", args=[form]) for form in ("csv", "json")]
    assert letter not in cell
    assert ["EUR 10" in body(client.get(page)) for page in pages] == [False] * 4


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("P", *BUDGETS))
def test_nobody_alone_shows_a_cost_to_more(client, company, record, name, role, letter, cell):
    cost, person = cost_of(record, name, company), company.people[role]
    sign_in(client, person)
    page = reverse("partnerships:share_part", args=[record.slug, "cost", cost.pk])
    asked = client.get(page)

    client.post(page, {"visibility": "public", "revision": (asked.context or {}).get("revision", "")})

    assert letter not in cell
    assert asked.status_code == (200 if role in MAY_AGREE else denied(person, "V" in cell))
    assert CostLine.objects.get(pk=cost.pk).visibility == cost.visibility


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C", PUBLIC))
def test_a_record_with_a_framework_gets_no_second(client, company, record, name, role, letter, cell):
    framework, person = framework_of(record, name), company.people[role]
    sign_in(client, person)

    answer = client.post(at("framework_new", record), {"from": "blank"})

    assert letter not in cell
    leads_on = "E" in cell and role != "adm"  # to the one that is there
    assert answer.status_code == (302 if leads_on else denied(person, sees=True))
    assert ResultsFramework.objects.get() == framework


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("D", PUBLIC, PARTIES))
def test_no_address_removes_a_framework(client, company, record, name, role, letter, cell):
    framework = framework_of(record, name)
    sign_in(client, company.people[role])

    answers = {client.delete(at(page, record)).status_code for page in ("framework", "framework_edit")}

    assert letter not in cell
    assert (answers, ResultsFramework.objects.get()) == ({405}, framework)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C", APPROVED))
def test_nobody_records_what_is_approved_at_once(client, company, record, name, role, letter, cell):
    indicator = observation_of(record, name).indicator
    sign_in(client, company.people[role])

    typed = {"observed_on": "2026-02-01", "value": "7", "state": "approved", "verified_name": "Myself"}
    client.post(at("observation_new", record, indicator.number), typed | NO_ROWS)

    assert letter not in cell
    made = Observation.objects.filter(value=7)
    assert list(made.values_list("state", "verified_name")) == ([("draft", "")] if role in ("gov_o", "don_o") else [])


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("P", APPROVED))
def test_what_is_approved_is_not_approved_again(client, company, record, name, role, letter, cell):
    observation, person = observation_of(record, name), company.people[role]
    sign_in(client, person)

    answer = client.post(at_observation("observation_approve", observation), {"version": "1"})

    assert letter not in cell
    is_party = role in ("gov_o", "don_o")  # a second click is led to what the first did
    assert answer.status_code == (302 if is_party else denied(person, sees=True))
    assert Observation.objects.get(pk=observation.pk).verified_name == observation.verified_name


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("EP", CONFIDENTIAL))
def test_evidence_is_neither_rewritten_nor_shown_to_more(client, company, record, name, role, letter, cell):
    item, person = evidence_of(record), company.people[role]
    sign_in(client, person)

    if letter == "E":
        answer = client.post(at("evidence", record, item.pk), {"title": "Other", "is_confidential": ""})
        expected = 405
    else:
        answer = client.post(reverse("partnerships:share_part", args=[record.slug, "evidence", item.pk]))
        expected = 302 if person is None else 404

    assert letter not in cell
    assert answer.status_code == expected
    assert list(EvidenceItem.objects.values_list("title", "is_confidential")) == [("The minutes", True)]


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("b", PUBLIC, APPROVED))
def test_reading_what_everybody_reads_is_noted_nowhere(client, company, record, name, role, letter, cell):
    row = framework_of(record, name) if name == PUBLIC else observation_of(record, name)
    sign_in(client, company.people[role])

    answer = client.get(reverse(f"admin:results_{row._meta.model_name}_change", args=[row.pk]))

    assert letter not in cell
    assert answer.status_code == (200 if role == "adm" else 302)
    assert not AuditEntry.objects.filter(action="read", object_id=record.pk).exists()
