"""The pages of logging a partnership: who opens them."""

import pytest
from django.test import Client

from core.models import Visibility
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between
from tests.partnerships import typed
from tests.partnerships.log_views.people import CREATE, STEPS, as_person, people, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "status"),
    [("anon", 302), ("pend", 403), ("mem", 403), ("gov", 200), ("don", 200), ("ed", 200), ("adm", 200)],
)
def test_partnership_create_by_role(client, asker, who, status):
    as_person(client, people(asker)[who])

    assert client.get(CREATE).status_code == status
    assert (client.post(CREATE, typed.start()).status_code == 302) is (status in (200, 302))
    assert Partnership.objects.exists() is (status == 200)


def test_anonymous_visitors_come_back_after_logging_in(client):
    assert client.get(CREATE).url == f"/accounts/login/?next={CREATE}"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["pend", "mem", "gov", "don", "ed", "adm"])
def test_draft_of_another_is_as_if_it_were_not_there(client, asker, draft, who, step):
    as_person(client, people(asker)[who])

    missing = client.get(f"/en/partnerships/no-such-record/edit/{step}/")
    there = client.get(url(draft, step))

    assert (there.status_code, missing.status_code) == (404, 404)
    assert client.post(url(draft, step), typed.problem(draft)).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_anonymous_visitors_log_in_first_whatever_is_there(client, draft, step):
    assert client.get(url(draft, step)).status_code == 302
    assert client.get(f"/en/partnerships/no-such-record/edit/{step}/").status_code == 302


@pytest.mark.parametrize(
    ("who", "status"), [("pend", 403), ("mem", 403), ("gov", 403), ("don", 403), ("ed", 200), ("adm", 200)]
)
def test_public_record_is_edited_by_parties_and_the_secretariat(client, asker, who, status):
    public = partnership_between(demand=asker)
    as_person(client, people(asker)[who])

    assert client.get(url(public, "problem")).status_code == status
    assert Client().get(url(public, "problem")).status_code == 302


def test_author_and_focal_points_of_both_sides_edit_a_submitted_record(client, asker):
    other = InstitutionFactory(country=CountryFactory(north=True))
    shown = partnership_between(demand=asker, supply=other, visibility=Visibility.PARTIES, standing="one_side")

    for person in (member_of(asker), member_of(other)):
        client.force_login(person)
        assert client.get(url(shown, "plan")).status_code == 200
    client.force_login(member_of(other, role="staff"))
    assert client.get(url(shown, "plan")).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens(client, author, draft, step):
    client.force_login(author)

    assert client.get(url(draft, step)).status_code == 200
