"""Which place of the main navigation is the current one."""

import pytest
from django.urls import reverse

from core.models import Visibility
from tests.factories import HarvestedOutcomeFactory, partnership_between

pytestmark = pytest.mark.django_db


def current(client, address):
    entries = client.get(address).context["portal"]["navigation"]
    return [entry["url"] for entry in entries if entry["current"]]


def test_a_page_of_results_below_a_partnership_belongs_to_results(client):
    outcome = HarvestedOutcomeFactory(partnership=partnership_between(visibility=Visibility.PUBLIC))

    assert current(client, outcome.get_absolute_url()) == [reverse("results:portfolio")]


def test_the_page_of_a_partnership_belongs_to_partnerships(client):
    record = partnership_between(visibility=Visibility.PUBLIC)

    assert current(client, record.get_absolute_url()) == [reverse("partnerships:list")]


def test_of_an_app_with_two_places_the_address_decides(client):
    assert current(client, reverse("knowledge:resources")) == [reverse("knowledge:resources")]


def test_the_home_page_belongs_to_none(client):
    assert current(client, reverse("home")) == []
