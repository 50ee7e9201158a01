"""The front page and the way to it."""

import pytest
from django.urls import reverse

from tests.factories import partnership_between

pytestmark = pytest.mark.django_db


def test_root_leads_to_the_language_the_browser_asks_for(client):
    answer = client.get("/", headers={"accept-language": "fr-FR,fr;q=0.9"})

    assert answer["Location"] == "/fr/"


def test_root_leads_to_the_language_chosen_last(client):
    client.get("/es/about/")

    answer = client.get("/", headers={"accept-language": "fr"})

    assert answer["Location"] == "/es/"


def test_home_counts_public_records_and_their_countries(client):
    partnership_between()
    partnership_between(visibility="parties")

    overview = client.get(reverse("home")).context["overview"]

    assert (overview.partnerships, overview.countries) == (1, 2)


def test_home_leaves_out_demonstration_records(client):
    partnership_between(is_demo=True)

    answer = client.get(reverse("home"))

    assert (answer.context["overview"].partnerships, answer.context["latest"]) == (0, [])


@pytest.mark.parametrize("count", [1, 10])
def test_home_query_count_does_not_grow(client, django_assert_max_num_queries, count):
    for _ in range(count):
        partnership_between()
    client.get(reverse("home"))

    with django_assert_max_num_queries(6):
        client.get(reverse("home"))
