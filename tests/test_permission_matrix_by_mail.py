"""The rows of the access matrix about asking without an account: peers from public records, and a request by mail.

C is sending the request, L the list of peers for a question, V one of them opened beside others.
"""

import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from matching.models import AskedByMail
from matching.profiles import refresh
from tests.factories import OfferFactory
from tests.personas import cast
from tests.test_permission_matrix import ROLES, TABLE, table

BY_MAIL, RECORDS = "need_offer.request_by_mail", "match.from_public_records"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


@pytest.fixture
def company(db):
    cache.clear()
    return cast()


def cells(name, letters):
    row = table()[name]
    return [pytest.param(role, letter, row[role], id=f"{role}-{letter}") for role in ROLES for letter in letters]


def signed_in(client, company, role):
    if company.people[role]:
        client.force_login(company.people[role])
    return client


@pytest.mark.parametrize(("role", "letter", "cell"), cells(BY_MAIL, "C") if TABLE.exists() else [])
def test_asking_by_mail(client, company, role, letter, cell):
    typed = {
        "key": str(uuid.uuid4()),
        "problem": "Our findings are repeated.",
        "demand_name": "Court of Accounts",
        "name": "Lucía Benítez",
        "address": f"{role}@court.example",
    }
    address = reverse("matching:ask_by_mail", args=[company.offers.slug])
    signed_in(client, company, role).post(address, typed)

    assert AskedByMail.objects.exists() == (letter in cell)


@pytest.mark.parametrize(("role", "letter", "cell"), cells(RECORDS, "LV") if TABLE.exists() else [])
def test_peers_from_public_records(client, company, role, letter, cell):
    offer = OfferFactory(institution=company.offers, expertise="A call list for audit findings")
    refresh(None)
    asked = {"text": "audit findings"}
    if letter == "V":
        asked["peer"] = f"{company.offers.slug}.{offer.pk}"
    name = "matching:peers_compare" if letter == "V" else "matching:peers"
    response = signed_in(client, company, role).get(reverse(name), asked)

    assert (response.status_code == 200 and company.offers.name in response.text) == (letter in cell)
