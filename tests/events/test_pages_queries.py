"""What the pages of events ask of the database does not grow with what they show."""

import pytest
from django.urls import reverse

from events.models import AgendaItem, BreakoutGroup, DiscussionQuestion, EventHost, Presentation, Takeaway
from tests.events.test_pages_detail import over
from tests.factories import (
    InstitutionFactory,
    LearningEventFactory,
    PartnershipFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def fill(event, count):
    """An event with `count` of everything."""
    for n in range(count):
        EventHost.objects.create(event=event, institution=InstitutionFactory())
        item = AgendaItem.objects.create(event=event, title=f"Item {n}", position=n)
        Presentation.objects.create(item=item, number=1, title=f"Talk {n}", institution=InstitutionFactory())
        question = DiscussionQuestion.objects.create(event=event, text=f"Question {n}?", position=n)
        BreakoutGroup.objects.create(event=event, topic=f"Group {n}", question=question)
        takeaway = Takeaway.objects.create(event=event, number=n + 1, title=f"Takeaway {n}")
        takeaway.partnerships.add(PartnershipFactory(visibility="public"))
        RegistrationFactory(event=event)
        LearningEventFactory(follows=event)
    return event


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("make", [LearningEventFactory, over])
def test_page_query_count_does_not_grow(client, django_assert_num_queries, make, count):
    address = reverse("events:detail", args=[fill(make(), count).slug])
    client.get(address)

    with django_assert_num_queries(6 if make is over else 3):
        client.get(address)


@pytest.mark.parametrize("count", [1, 10])
def test_page_query_count_of_a_host_does_not_grow(client, django_assert_max_num_queries, count):
    host = UserFactory()
    address = reverse("events:detail", args=[fill(LearningEventFactory(organiser=host), count).slug])
    client.force_login(host)
    client.get(address)

    with django_assert_max_num_queries(20):
        client.get(address)


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("address", ["/en/events/", "/en/events/?when=past", "/en/events/month/2027/6/"])
def test_list_query_count_does_not_grow(client, django_assert_max_num_queries, address, count):
    for _ in range(count):
        for event in (LearningEventFactory(), over()):
            EventHost.objects.create(event=event, institution=InstitutionFactory())
    client.get(address)

    with django_assert_max_num_queries(2):
        client.get(address)
