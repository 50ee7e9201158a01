"""One publication is suggested, and one that is listed is put right."""

import uuid

import pytest
from django.urls import reverse

from community.models import User
from knowledge.models import Resource
from knowledge.models.choices import State
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.factories.knowledge import ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def member(client):
    user = member_of(InstitutionFactory(name="Audit office"), "staff")
    client.force_login(user)
    return user


def suggest(client, **typed):
    told = {"title": "A guide", "resource_type": "guide", "language": "en", "creation_key": str(uuid.uuid4())}
    return client.post("/en/resources/new/", told | typed)


def test_a_suggestion_is_a_draft_of_who_made_it(client, member):
    key = str(uuid.uuid4())
    typed = {
        "authors": "Mensah, Ama\n\nAn office",
        "year": "٢٠١٩",
        "doi": "https://doi.org/10.1000/X",
        "creation_key": key,
    }

    answers = [suggest(client, **typed) for _ in range(2)]

    made = Resource.objects.get()
    assert (made.author, made.state, made.authors, made.year, made.doi) == (
        member,
        State.DRAFT,
        ["Mensah, Ama", "An office"],
        2019,
        "10.1000/x",
    )
    assert {answer["Location"] for answer in answers} == {reverse("knowledge:edit", args=[made.slug])}


def test_what_is_here_already_is_said_before_it_is_suggested_again(client, member):
    ResourceFactory(title="A Guide", year=None)

    told = suggest(client)
    insisted = suggest(client, is_another="on")

    assert told.context["form"].errors["title"] == ["This seems to be here already: “A Guide”."]
    assert insisted.status_code == 302
    assert Resource.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [{"title": "…"}, {"year": "19"}, {"year": "x"}, {"doi": "no doi"}, {"url": "javascript:x"}, {"authors": "x" * 251}],
)
def test_what_cannot_be_is_said_beside_its_field(client, member, typed):
    answer = suggest(client, **typed)

    assert list(answer.context["form"].errors) == list(typed)
    assert str(*typed.values()) in answer.content.decode()


def test_a_listed_resource_is_put_right_in_place(client, editor):
    resource = ResourceFactory(title="With a slip", summary="")
    address = reverse("knowledge:edit", args=[resource.slug])
    form = client.get(address).context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value())}

    answer = client.post(
        address, typed | {"title": "Without", "authors": "Lee, B.\nMensah, Ama", "levels": ["individual"]}
    )

    assert answer.status_code == 302, answer.context["form"].errors
    resource.refresh_from_db()
    assert (resource.title, resource.authors, resource.levels, resource.state) == (
        "Without",
        ["Lee, B.", "Mensah, Ama"],
        ["individual"],
        State.PUBLISHED,
    )
    assert resource.published_revision.content["title"] == "Without"
