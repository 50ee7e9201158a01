"""Spring in Paris, and somebody who runs events."""

from datetime import UTC, datetime

import pytest
import time_machine

from community.models import Institution
from tests.factories import InstitutionFactory, member_of


@pytest.fixture(autouse=True)
def spring():
    with time_machine.travel(datetime(2027, 5, 3, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def network():
    return InstitutionFactory(name="Effective Institutions Platform", acronym="EIP", kind=Institution.Kind.NETWORK)


@pytest.fixture
def host(network):
    return member_of(network, "focal_point")


@pytest.fixture
def signed_in(client, host):
    client.force_login(host)
    return client
