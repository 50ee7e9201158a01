"""Parts of one record as CSV: what its reader sees on the page, and nothing else."""

import csv
import io

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.models import Contact, Repurposing
from partnerships.part_tables import TABLES
from tests.factories import InstitutionFactory, member_of, partnership_between
from tests.partnerships.parts_typed import part_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks():
    return InstitutionFactory(name="Office for Statistics")


@pytest.fixture
def record(asks):
    return partnership_between(asks)


def table(client, record, name):
    answer = client.get(reverse("partnerships:export_parts", args=[record.slug, name]))
    if answer.status_code != 200:
        return answer.status_code
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_costs_for_everybody_are_downloaded_by_everybody(client, record, asks):
    part_of(record, "cost", Visibility.PUBLIC, asks)
    part_of(record, "cost", Visibility.PARTIES, asks)

    (row,) = table(client, record, "costs")

    assert {name: row[name] for name in ("payer", "kind", "amount", "currency", "days", "visibility")} == {
        "payer": "Office for Statistics",
        "kind": "cash",
        "amount": "10.00",
        "currency": "EUR",
        "days": "",
        "visibility": "public",
    }


def test_parties_download_what_is_theirs(client, record, asks):
    part_of(record, "cost", Visibility.PUBLIC, asks)
    part_of(record, "cost", Visibility.PARTIES, asks)
    client.force_login(member_of(asks, role="staff"))

    assert [row["visibility"] for row in table(client, record, "costs")] == ["public", "parties"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_for_its_reader_is_not_there(client, record, asks, name):
    part_of(record, TABLES[name], institution=asks)

    assert table(client, record, name) == 404
    client.force_login(member_of(asks))
    assert len(table(client, record, name)) == 1


def test_a_table_of_a_hidden_record_is_not_there(client, asks):
    hidden = partnership_between(asks, visibility="parties", standing="one_side")
    part_of(hidden, "cost", Visibility.PUBLIC, asks)

    assert table(client, hidden, "costs") == 404
    assert client.get(reverse("partnerships:export_parts", args=["nothing-here", "costs"])).status_code == 404


def test_contacts_come_without_their_address_and_for_parties_only(client, record, asks):
    contact = part_of(record, "contact", institution=asks)
    Contact.objects.filter(pk=contact.pk).update(consent="community")

    client.force_login(member_of(InstitutionFactory()))
    assert table(client, record, "contacts") == 403
    assert "Ama Mensah" in client.get(record.get_absolute_url()).content.decode()
    client.force_login(member_of(asks))
    (row,) = table(client, record, "contacts")
    assert row == {
        "institution": "Office for Statistics",
        "country": "KE",
        "name": "Ama Mensah",
        "role": "officer",
        "job_title": "Head of registers",
    }


def test_an_opened_change_names_no_exchange_that_is_for_the_parties(client, record):
    turned = part_of(record, "repurposing", Visibility.PUBLIC)
    secret = part_of(record, "exchange")
    Repurposing.objects.filter(pk=turned.pk).update(activity=secret)

    (row,) = table(client, record, "repurposed")

    assert secret.title not in row.values()
    assert secret.title not in client.get(record.get_absolute_url()).content.decode()
    client.force_login(member_of(record.members.first().institution))
    assert f"Exchange: {secret.title}" in client.get(record.get_absolute_url()).content.decode()


def test_no_cell_is_run_by_a_spreadsheet(client, record, asks):
    cost = part_of(record, "cost", Visibility.PUBLIC, asks)
    cost.note = "=1+1"
    cost.save()

    assert table(client, record, "costs")[0]["note"] == "'=1+1"


def test_there_is_no_other_table(client, record):
    assert table(client, record, "documents") == 404
    assert client.post(reverse("partnerships:export_parts", args=[record.slug, "costs"])).status_code == 405
