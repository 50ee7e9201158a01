"""One page for a shock that many went through."""

from datetime import date

import pytest
from django.urls import reverse

from knowledge.models.choices import State
from partnerships.models import CriticalJuncture, Repurposing
from tests.factories.events import LearningEventFactory
from tests.factories.knowledge import StoryFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


def test_the_page_gathers_what_its_reader_sees_of_a_juncture(client):
    juncture = CriticalJuncture.objects.create(name="Covid-19", started_on=date(2020, 3, 11))
    partnership, hidden = PartnershipFactory(title="Seen"), PartnershipFactory(visibility="parties")
    juncture.partnerships.set([partnership, hidden])
    event = LearningEventFactory()
    event.junctures.add(juncture)
    for story in (StoryFactory(), StoryFactory(state=State.DRAFT)):
        story.junctures.add(juncture)
    for visibility in ("public", "parties"):
        Repurposing.objects.create(
            partnership=partnership,
            juncture=juncture,
            changed_on=date(2020, 4, 1),
            from_work="Visits",
            to_work="Calls",
            why="Closed",
            visibility=visibility,
        )

    page = client.get(reverse("knowledge:juncture", args=[juncture.pk])).context["page"]

    assert [each.title for each in page.partnerships] == ["Seen"]
    assert page.events == [event]
    assert (len(page.rows), len(page.repurposings)) == (1, 1)


def test_the_list_counts_what_its_reader_sees(client, django_assert_num_queries):
    for number in range(3):
        juncture = CriticalJuncture.objects.create(name=f"Flood {number}", started_on=date(2020 + number, 1, 1))
        juncture.partnerships.set([PartnershipFactory(), PartnershipFactory(visibility="parties")])

    with django_assert_num_queries(1):
        listed = client.get(reverse("knowledge:junctures")).context["junctures"]

    assert [(each.name, each.partnership_count, each.piece_count) for each in listed] == [
        ("Flood 2", 1, 0),
        ("Flood 1", 1, 0),
        ("Flood 0", 1, 0),
    ]
