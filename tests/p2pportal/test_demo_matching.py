"""Needs, offers and introductions of the demonstration."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from matching.models import Introduction, Match, Need, Offer
from matching.models.choices import IntroductionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(settings):
    settings.DEMO_MODE = True
    call_command("load_reference", verbosity=0)
    call_command("seed_demo", verbosity=0)


def test_everything_bears_the_badge(seeded):
    assert [model.objects.filter(is_demo=False).count() for model in (Need, Offer, Introduction)] == [0, 0, 0]


def test_introductions_stand_in_three_states(seeded):
    assert sorted(Introduction.objects.values_list("status", flat=True)) == sorted(
        [IntroductionStatus.ACCEPTED_DEMAND, IntroductionStatus.DECLINED, IntroductionStatus.PROPOSED]
    )


def test_once_more_adds_nothing(seeded):
    def counts():
        return [model.objects.count() for model in (Need, Offer, Introduction, Match)]

    before = counts()
    call_command("seed_demo", verbosity=0)
    assert counts() == before


def test_the_need_of_the_government_has_its_peer(seeded, client, django_user_model):
    need = Need.objects.get(problem__startswith="Our business survey")
    client.force_login(django_user_model.objects.get(email="government@demo.example"))

    offers = client.get(reverse("matching:matches", args=[need.pk])).context["offers"]
    assert offers[0].peer.offer.expertise.startswith("We replaced our business survey")


def test_the_court_finds_a_peer_in_its_own_country_first(seeded, client):
    asked = {"text": "Las causas esperan meses, quién reparte las causas", "who": "Southern District Court"}
    found = client.get("/es/peers/", asked).context["found"]

    assert (found.offers[0].institution.name, found.offers[0].scored.is_domestic) == ("Central District Court", True)
