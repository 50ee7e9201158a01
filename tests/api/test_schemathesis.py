"""Whatever the OpenAPI document allows is asked for, as each role: no fault of ours, and no answer beside the document."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from p2pportal.wsgi import application
from tests.api.asking import ROOT, bearer
from tests.api.world import fill
from tests.factories.api_tokens import token_of
from tests.personas import cast

pytestmark = pytest.mark.django_db
ROLES = ("anon", "mem", "don_o", "ed", "adm")
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "8"))


@pytest.fixture
def one_connection():
    """The application is asked within the transaction of the test, so it must not close what it reads through."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", ROLES)
def test_everything_that_the_document_allows(role, settings):
    settings.API_REQUESTS_A_MINUTE = dict.fromkeys(settings.API_REQUESTS_A_MINUTE, 10**6)
    company = cast()
    there = fill(company)
    person = company.people[role]
    headers = bearer(token_of(person)) if person else {}
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application)

    asked = [ask(found.ok(), headers, there) for found in schema.get_all_operations()]

    assert len(asked) > 25


def ask(operation, headers, there):
    """What the document allows, of records that are there as well as of any; and some of what it does not."""
    known = [path.strip("/").split("/") for path in there.values()]
    send(operation.as_strategy(), EXAMPLES, headers, known)
    if operation.query:
        send(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), EXAMPLES // 2, headers, known=[])
    return operation.path


def send(strategy, examples, headers, known):
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, of_ours=st.booleans())
    def asked(case, of_ours):
        if of_ours and case.path_parameters:
            address(case, known)
        case.call_and_validate(headers=headers)

    asked()


def address(case, known):
    """The parameters of the path of a record that is there."""
    wanted = case.path.removeprefix(ROOT).strip("/").split("/")
    for parts in known:
        fits = len(parts) == len(wanted) and all(
            w == p or w.startswith("{") for w, p in zip(wanted, parts, strict=True)
        )
        if fits:
            for name, value in zip(wanted, parts, strict=True):
                if name.startswith("{"):
                    case.path_parameters[name.strip("{}")] = value
