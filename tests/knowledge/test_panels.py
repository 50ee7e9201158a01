"""What was learnt, on the pages of what it tells of."""

import pytest
from django.urls import reverse

from knowledge.models.choices import Audience, State
from tests.factories.community import CountryFactory, InstitutionFactory, MembershipFactory
from tests.factories.events import LearningEventFactory
from tests.factories.knowledge import ResourceFactory, StoryFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


def places():
    """A page of each kind, and how a piece is tied to it."""
    institution, country = InstitutionFactory(), CountryFactory()
    partnership, event = PartnershipFactory(), LearningEventFactory()
    return {
        "institution": (reverse("community:institution", args=[institution.slug]), {"institution": institution}, None),
        "country": (country.get_absolute_url(), {}, ("countries", country)),
        "partnership": (partnership.get_absolute_url(), {}, ("partnerships", partnership)),
        "event": (event.get_absolute_url(), {}, ("events", event)),
    }


@pytest.mark.parametrize("place", ["institution", "country", "partnership", "event"])
def test_a_page_shows_what_its_reader_sees_of_what_was_learnt_there(client, place):
    address, fields, tie = places()[place]
    for title, more in (
        ("Read by all", {}),
        ("Read by members", {"audience": Audience.COMMUNITY}),
        ("Not yet read", {"state": State.IN_REVIEW}),
    ):
        piece = StoryFactory(title=title, **fields, **more)
        if tie:
            getattr(piece, tie[0]).add(tie[1])

    def shown():
        page = client.get(address).content.decode()
        return [title for title in ("Read by all", "Read by members", "Not yet read") if title in page]

    assert shown() == ["Read by all"]
    client.force_login(MembershipFactory().user)
    assert shown() == ["Read by all", "Read by members"]


def test_an_institution_shows_what_tells_of_it(client):
    institution = InstitutionFactory()
    StoryFactory(title="Tells of it", parties=[institution])
    ResourceFactory(title="Only a resource", institution=institution)

    page = client.get(reverse("community:institution", args=[institution.slug])).content.decode()

    assert ("Tells of it" in page, "Only a resource" in page) == (True, False)


def test_a_page_of_which_nothing_tells_has_no_panel(client):
    assert "panel-knowledge" not in client.get(PartnershipFactory().get_absolute_url()).content.decode()
