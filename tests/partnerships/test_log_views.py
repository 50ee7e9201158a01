"""The pages of logging a partnership."""

import uuid

import pytest
from django.urls import reverse

from core.models import Visibility
from mail.models import Message
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker():
    return InstitutionFactory(name="National Statistical Office", country=CountryFactory(iso2="MW"))


@pytest.fixture
def author(asker):
    return member_of(asker)


def rows(side, *names, stored=0, **more):
    """What a browser sends for the rows of one side."""
    data = {f"{side}-TOTAL_FORMS": len(names), f"{side}-INITIAL_FORMS": stored}
    for number, name in enumerate(names):
        data[f"{side}-{number}-name"] = name
        data[f"{side}-{number}-kind"] = "unknown"
    return data | more


def start_data(name="National Statistical Office", **more):
    return (
        {
            "problem": "We publish the business survey three years late.",
            "creation_key": str(uuid.uuid4()),
        }
        | rows("demand", name)
        | more
    )


def test_start_makes_a_private_draft_and_goes_on(client, author):
    client.force_login(author)

    answer = client.post(reverse("partnerships:create"), start_data())

    draft = Partnership.objects.get()
    assert (draft.visibility, draft.standing, draft.created_by) == (Visibility.PRIVATE, "one_side", author)
    assert draft.title == "We publish the business survey three years late."
    assert [m.institution.name for m in draft.members.all()] == ["National Statistical Office"]
    assert answer.url == reverse("partnerships:edit_step", args=[draft.slug, "offered"])


@pytest.mark.parametrize("step", ["problem", "asked", "offered", "plan", "results", "check"])
def test_every_step_opens(client, author, asker, step):
    draft = partnership_between(demand=asker, visibility=Visibility.PRIVATE, standing="one_side", created_by=author)
    client.force_login(author)

    answer = client.get(reverse("partnerships:edit_step", args=[draft.slug, step]))

    assert answer.status_code == 200
