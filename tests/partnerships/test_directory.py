"""The page of the directory."""

import pytest
from django.urls import reverse

from tests.factories import partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("partnerships:list")


def test_directory_without_records_says_so(client, url):
    response = client.get(url)

    assert response.status_code == 200
    assert "No partnership is on record yet" in response.content.decode()


@pytest.mark.parametrize("view", ["cards", "table", "map"])
def test_directory_lists_what_is_public(client, url, view):
    partnership_between(title="Audit follow-up")

    response = client.get(url, {"view": view})

    assert response.status_code == 200
    assert ("Audit follow-up" in response.content.decode()) is (view != "map")


@pytest.mark.parametrize("view", ["cards", "table", "map"])
@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("query", ["", "q=audit", "country=KE&stage=unknown", "q=audit&country=KE"])
def test_directory_queries_do_not_grow(client, url, django_assert_max_num_queries, view, count, query):
    for number in range(count):
        partnership_between(title=f"Audit {number}")

    with django_assert_max_num_queries(6):
        response = client.get(f"{url}?view={view}&{query}")

    assert response.context["head"].found == str(count)
