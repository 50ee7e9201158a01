"""A donor with a chief, an officer, and a record that waits for the other side."""

import pytest

from partnerships.models import AwaitedWord
from tests.factories import (
    InstitutionFactory,
    member_of,
    partnership_between,
)
from tests.partnerships.portfolio.records import STAFF


@pytest.fixture
def donor():
    return InstitutionFactory(name="Norrland Agency", kind="donor")


@pytest.fixture
def chief(donor):
    return member_of(donor, name="Frida Falk")


@pytest.fixture
def officer(donor, chief):
    return member_of(donor, STAFF, name="Dana Lind")


@pytest.fixture
def waiting(donor):
    record = partnership_between(supply=donor, title="Waits")
    AwaitedWord.objects.create(partnership=record, institution=record.members.get(side="demand").institution)
    return record
