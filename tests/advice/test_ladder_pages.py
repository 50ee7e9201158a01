"""The ladder and a partnership on it, as anyone may read them."""

import pytest
from django.urls import reverse

from advice.lineage.ladder import _kept as kept_counts
from core.models import Visibility
from partnerships.models import Partnership, PartnershipFormerSlug
from tests.factories import InstitutionFactory, PartnershipFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
PARTIES = {"visibility": Visibility.PARTIES, "standing": Partnership.Standing.ONE_SIDE, "source_url": ""}


def page_of(partnership):
    return reverse("advice:partnership_ladder", args=[partnership.slug])


def counts(response):
    return [step.count for step in response.context["ladder"].steps]


def test_ladder_counts_what_the_reader_may_see(client):
    institution = InstitutionFactory()
    for stage in ("national", "regional", "regional", "international"):
        PartnershipFactory(scale_stage=stage)
    PartnershipFactory(scale_stage="international", is_demo=True)
    PartnershipFactory()
    partnership_between(institution, title="canary", scale_stage="national", **PARTIES)

    response = client.get(reverse("advice:ladder"))
    client.force_login(member_of(institution))
    own = client.get(reverse("advice:ladder"))

    assert (counts(response), response.context["ladder"].unknown) == ([1, 2, 1], 1)
    assert b"canary" not in response.content
    assert counts(own) == [2, 2, 1]


def test_counts_that_are_kept_tell_nobody_what_a_member_saw(client, monkeypatch):
    monkeypatch.setattr(kept_counts, "seconds", 60)
    institution = InstitutionFactory()
    PartnershipFactory(scale_stage="national")
    partnership_between(institution, scale_stage="national", **PARTIES)

    client.force_login(member_of(institution))
    own = [counts(client.get(reverse("advice:ladder"))) for _twice in range(2)]
    client.logout()
    everybody = counts(client.get(reverse("advice:ladder")))

    assert (own, everybody) == ([[2, 0, 0], [2, 0, 0]], [1, 0, 0])


def test_ladder_without_records_says_so(client):
    response = client.get(reverse("advice:ladder"))

    assert counts(response) == [0, 0, 0]
    assert response.content.count(b"Too few to say.") == 2


@pytest.mark.parametrize("count", [1, 10])
def test_ladder_queries_do_not_grow(client, django_assert_num_queries, count):
    for stage in ("national", "regional", "international"):
        PartnershipFactory.create_batch(count, scale_stage=stage)

    with django_assert_num_queries(8):
        client.get(reverse("advice:ladder"))


@pytest.mark.parametrize("count", [1, 10])
def test_rung_queries_do_not_grow(client, django_assert_num_queries, count):
    PartnershipFactory.create_batch(count, scale_stage="regional")

    with django_assert_num_queries(3):
        response = client.get(reverse("advice:rung", args=["regional"]))

    assert len(response.context["cards"]) == count


def test_rung_lists_what_the_ladder_counts(client):
    PartnershipFactory(title="Neighbours", scale_stage="regional")
    PartnershipFactory(title="Counties", scale_stage="national")
    PartnershipFactory(title="Invented", scale_stage="regional", is_demo=True)
    partnership_between(title="canary", scale_stage="regional", **PARTIES)

    response = client.get(reverse("advice:rung", args=["regional"]))

    assert [card["title"] for card in response.context["cards"]] == ["Neighbours"]


@pytest.mark.parametrize(("rung", "status"), [("unknown", 200), ("in_country", 200), ("nowhere", 404)])
def test_rung_that_is_none_is_not_found(client, rung, status):
    assert client.get(reverse("advice:rung", args=[rung])).status_code == status


@pytest.mark.parametrize("after", ["broken", "bnVsbA"])
def test_rung_with_a_broken_cursor_gives_the_first_page(client, after):
    PartnershipFactory(scale_stage="regional")

    response = client.get(reverse("advice:rung", args=["regional"]) + f"?after={after}")

    assert (response.status_code, len(response.context["cards"])) == (200, 1)


def test_partnership_on_the_ladder_shows_its_family_as_picture_and_list(client):
    home = PartnershipFactory(title="Counties of one country", scale_stage="national")
    region = PartnershipFactory(
        title="Neighbours", scale_stage="regional", scaled_from=home, scale_adaptation="Another law, shorter visits"
    )

    body = client.get(page_of(region)).content.decode()

    assert '<svg class="chart-plot' in body
    assert f'<a class="lk" href="{home.get_absolute_url()}"><bdi>Counties of one country</bdi></a>' in body
    assert "Another law, shorter visits" in body
    assert "Before the next rung: International" in body


def test_partnership_of_unknown_reach_says_so(client):
    response = client.get(page_of(PartnershipFactory()))

    assert (response.status_code, response.context["above"]) == (200, None)


def test_conditions_tell_what_the_record_shows(client):
    partnership = PartnershipFactory(scale_stage="national", what_changed="Registers are open", languages=["en"])

    response = client.get(page_of(partnership))

    assert [each.holds for each in response.context["looked_at"]] == [False, True, None, True]


def test_hidden_partnership_is_not_found(client):
    hidden = partnership_between(**PARTIES)

    assert client.get(page_of(hidden)).status_code == 404


def test_former_address_leads_on(client):
    partnership = PartnershipFactory()
    PartnershipFormerSlug.objects.create(partnership=partnership, slug="once")

    response = client.get(reverse("advice:partnership_ladder", args=["once"]))

    assert (response.status_code, response.url) == (301, page_of(partnership))


def test_family_is_drawn_from_the_right_in_arabic(client):
    home = PartnershipFactory()
    region = PartnershipFactory(scaled_from=home)

    body = client.get(page_of(region).replace("/en/", "/ar/")).content.decode()

    assert 'direction="rtl"' in body


def test_page_of_the_partnership_shows_its_family(client):
    home = PartnershipFactory(title="Counties")
    region = PartnershipFactory(scaled_from=home)
    alone = PartnershipFactory()

    assert 'id="panel-family"' in client.get(region.get_absolute_url()).content.decode()
    assert 'id="panel-family"' in client.get(home.get_absolute_url()).content.decode()
    assert 'id="panel-family"' not in client.get(alone.get_absolute_url()).content.decode()


def test_panel_keeps_silent_about_a_hidden_relative(client):
    home = PartnershipFactory()
    partnership_between(title="canary", scaled_from=home, **PARTIES)

    body = client.get(home.get_absolute_url()).content.decode()

    assert 'id="panel-family"' not in body
    assert "canary" not in body


@pytest.mark.parametrize("count", [1, 10])
def test_partnership_ladder_queries_do_not_grow(client, django_assert_num_queries, count):
    home = PartnershipFactory()
    PartnershipFactory.create_batch(count, scaled_from=home)

    with django_assert_num_queries(3):
        client.get(page_of(home))
