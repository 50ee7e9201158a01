"""The example of the docs, run as people run it: another process, against a server that listens."""

import subprocess
import sys

import pytest
from django.test import Client

from core.models import Visibility
from p2pportal.api.pages import EXAMPLE
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between
from tests.factories.api_tokens import token_of

pytestmark = pytest.mark.django_db(transaction=True)


def run(live_server, token: str = "") -> list[str]:
    env = {"P2P_TOKEN": token} if token else {}
    done = subprocess.run([sys.executable, EXAMPLE, live_server.url, "KE"], env=env, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_example_reads_all_pages(live_server):
    kenya = InstitutionFactory(name="Statistics Kenya", country=CountryFactory(iso2="KE"))
    sweden = InstitutionFactory(name="Statistics Sweden", country=CountryFactory(iso2="SE"))
    for number in range(60):
        partnership_between(kenya, sweden, title=f"Registers {number:02}", stage="exchanging")
    partnership_between(kenya, sweden, title="For members", stage="scoping", visibility=Visibility.COMMUNITY)
    partnership_between(sweden, InstitutionFactory(country=sweden.country), title="Elsewhere")

    public = [f"Registers {number:02} (exchanging): Statistics Kenya, Statistics Sweden" for number in range(60)]
    assert sorted(run(live_server)) == public
    assert sorted(run(live_server, token_of(member_of(sweden)))) == [
        "For members (scoping): Statistics Kenya, Statistics Sweden",
        *public,
    ]


def test_example_stands_on_the_page():
    assert "def rows(portal, **filters):" in Client().get("/api/v1/docs").content.decode()
