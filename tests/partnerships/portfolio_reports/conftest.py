"""One record of a donor, and the officer who reports on it."""

from datetime import date

import pytest

from community.models import Membership
from partnerships.models import (
    DonorReference,
)
from tests.factories import InstitutionFactory, SectorFactory, member_of, partnership_between


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def donor():
    return InstitutionFactory(name="Norrland Agency", kind="donor")


@pytest.fixture
def officer(donor):
    return member_of(donor, Membership.Role.STAFF, name="Dana Lind")


@pytest.fixture
def record(donor):
    found = partnership_between(
        InstitutionFactory(name="Audit Office"),
        donor,
        title="Following up audit findings",
        problem="Each January the same findings come back.",
        problem_in_own_words=True,
        what_changed="Ministries answer within ninety days.",
        stage="exchanging",
        standing="both_sides",
        confirmed_on=date(2026, 11, 3),
    )
    found.sectors.add(SectorFactory())
    DonorReference.objects.create(partnership=found, institution=donor, number="NL-2024-17")
    DonorReference.objects.create(partnership=found, institution=InstitutionFactory(), number="SECRET-1")
    return found


@pytest.fixture
def delayed(monkeypatch):
    sent = []
    monkeypatch.setattr("partnerships.tasks.make_portfolio_report.delay", sent.append)
    return sent
