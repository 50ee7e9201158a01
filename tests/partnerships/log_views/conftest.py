"""Somebody who asks, and a draft of theirs."""

import pytest

from core.models import Visibility
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between


@pytest.fixture
def asker():
    return InstitutionFactory(name="National Statistical Office", country=CountryFactory(iso2="MW"))


@pytest.fixture
def author(asker):
    return member_of(asker)


@pytest.fixture
def draft(asker, author):
    return partnership_between(
        demand=asker,
        visibility=Visibility.PRIVATE,
        standing="one_side",
        created_by=author,
        problem="It comes late.",
        source_url="",
    )
