"""Following a record or a kind, and no longer."""

import pytest
from django.urls import reverse

from community.models import Follow
from community.services import following
from core.registry import followable
from tests.factories import CountryFactory, InstitutionFactory, PartnershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
FOLLOW, UNFOLLOW = "/en/follow/", "/en/unfollow/"


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def followed(user):
    return sorted(Follow.objects.of(user).values_list("object_id", flat=True))


@pytest.mark.parametrize("record", [CountryFactory, InstitutionFactory])
def test_record_is_followed_once_and_let_go(client, person, record):
    target = record()
    asked = {"what": record._meta.model._meta.model_name, "key": target.pk, "next": target.get_absolute_url()}

    answers = [client.post(FOLLOW, asked).url for _ in range(2)]
    assert answers == [target.get_absolute_url()] * 2
    assert followed(person) == [str(target.pk)]
    assert "Unfollow" in client.get(target.get_absolute_url()).content.decode()

    client.post(UNFOLLOW, asked)
    assert followed(person) == []


def test_whole_kind_is_followed(client, person):
    client.post(FOLLOW, {"what": "all-story", "key": ""})

    assert followed(person) == [""]


def test_hidden_record_cannot_be_followed(client, person):
    hidden = PartnershipFactory(visibility="parties")

    for key in (hidden.pk, 0, "", "x", "9" * 40, "\x00"):
        assert client.post(FOLLOW, {"what": "partnership", "key": key}).status_code == 404
    assert client.post(FOLLOW, {"what": "nonsense", "key": "1"}).status_code == 404
    assert followed(person) == []


def test_button_leads_back_to_pages_of_the_portal_only(client, person):
    answer = client.post(FOLLOW, {"what": "all-story", "next": "https://evil.example/"})

    assert answer.url == reverse("community:me")


def test_visitors_are_led_to_sign_in(client):
    country = CountryFactory()

    assert client.post(FOLLOW, {"what": "country", "key": country.pk}).status_code == 302
    page = client.get(country.get_absolute_url()).content.decode()
    assert f"?next={country.get_absolute_url()}" in page
    assert not Follow.objects.exists()


def test_nobody_follows_more_than_the_limit(person, monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWED", 1)
    what = followable("institution")
    first, second = InstitutionFactory(), InstitutionFactory()
    following.follow(what=what, key=str(first.pk), by=person)

    with pytest.raises(following.CannotFollow):
        following.follow(what=what, key=str(second.pk), by=person)


def test_what_a_member_follows_is_named_as_long_as_they_see_it(client):
    member = member_of(InstitutionFactory())
    client.force_login(member)
    record = PartnershipFactory(
        visibility="community", standing="both_sides", confirmed_on="2026-01-01", title="Xylophone"
    )
    client.post(FOLLOW, {"what": "partnership", "key": record.pk})
    address = reverse("digests:mine")
    seen = client.get(address).content.decode()
    member.memberships.update(status="ended", ended_at="2026-02-01T00:00Z")

    assert ("Xylophone" in seen, "Xylophone" in client.get(address).content.decode()) == (True, False)
