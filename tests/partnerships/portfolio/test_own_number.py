"""The own number of an institution, and who looks after a record."""

import pytest
from django.urls import reverse

from community.services import profile_of
from partnerships.models import DonorReference
from partnerships.services.holdings import hold_partnership
from tests.factories import (
    InstitutionFactory,
    member_of,
)
from tests.partnerships.portfolio.records import ADDRESS

pytestmark = pytest.mark.django_db


def number_of(record):
    return reverse("portfolio:number", args=[record.slug])


def test_staff_write_change_and_take_away_the_number_of_their_institution(client, donor, officer, waiting):
    client.force_login(officer)
    field = f"number_{donor.pk}"

    for typed in ("NL-2024-17", "  NL\u200b-2024-18 ", ""):
        assert client.post(number_of(waiting), {field: typed}).status_code == 302

    assert DonorReference.objects.count() == 0
    client.post(number_of(waiting), {field: "  NL\u200b-2024-18 "})
    assert list(DonorReference.objects.values_list("institution", "number")) == [(donor.pk, "NL-2024-18")]


def test_a_number_too_long_is_refused_and_stays_in_the_field(client, donor, officer, waiting):
    client.force_login(officer)

    page = client.post(number_of(waiting), {f"number_{donor.pk}": "9" * 101})

    assert page.status_code == 200
    assert page.context["form"].errors == {
        f"number_{donor.pk}": ["Ensure this value has at most 100 characters (it has 101)."]
    }
    assert "9" * 101 in page.content.decode()


def test_others_neither_write_nor_read_the_number(client, donor, waiting):
    DonorReference.objects.create(partnership=waiting, institution=donor, number="NL-1")
    partner = member_of(waiting.members.get(side="demand").institution)
    client.force_login(partner)

    client.post(number_of(waiting), {f"number_{donor.pk}": "stolen"})

    assert list(DonorReference.objects.values_list("number", flat=True)) == ["NL-1"]
    assert "NL-1" not in client.get(ADDRESS).content.decode()
    client.force_login(member_of(InstitutionFactory()))
    assert client.get(number_of(waiting)).status_code == 403


def holders(page):
    return {panel["name"]: panel["data"] for panel in page.context["panels"]}.get("holders")


def test_the_parties_read_who_looks_after_the_record(client, donor, officer, chief, waiting):
    hold_partnership(partnership=waiting, institution=donor, holder=officer)
    partner = member_of(waiting.members.get(side="demand").institution)

    client.force_login(chief)
    assert holders(client.get(waiting.get_absolute_url())) == [("Norrland Agency", "Dana Lind")]
    client.force_login(partner)
    assert holders(client.get(waiting.get_absolute_url())) == [("Norrland Agency", "Dana Lind")]
    client.force_login(member_of(InstitutionFactory()))
    assert holders(client.get(waiting.get_absolute_url())) is None
    client.logout()
    assert holders(client.get(waiting.get_absolute_url())) is None


def test_a_hidden_name_is_read_by_colleagues_only(client, donor, officer, chief, waiting):
    profile = profile_of(officer)
    profile.name_shown_to = "hidden"
    profile.save()
    hold_partnership(partnership=waiting, institution=donor, holder=officer)

    client.force_login(chief)
    assert holders(client.get(waiting.get_absolute_url())) == [("Norrland Agency", "Dana Lind")]
    client.force_login(member_of(waiting.members.get(side="demand").institution))
    assert holders(client.get(waiting.get_absolute_url())) is None
