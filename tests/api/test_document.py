"""The OpenAPI document, and the page that tells it to people."""

from collections import Counter

import pytest
from ninja import Schema

from core.registry import api_families
from p2pportal.api.root import ROUTERS, api, parameters_by_route, plain_route
from tests.api.asking import ROOT, get

pytestmark = pytest.mark.django_db


def schemas_of(parent) -> list[type]:
    return [each for child in parent.__subclasses__() for each in (child, *schemas_of(child))]


def test_document_is_the_same_for_everybody():
    document = get("openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "P2P Portal API"
    assert all(set(operations) == {"get"} for operations in document["paths"].values())


def test_schemas_have_names_of_their_own():
    """Two of one name would tell of each other's fields. What is asked for stands in each address by itself."""
    told = [each for each in schemas_of(Schema) if ".api." in each.__module__ and not each.__name__.startswith("Asked")]
    names = Counter(each.__name__ for each in told)

    assert [name for name, n in names.items() if n > 1] == []


def test_parameters_are_those_of_the_document():
    """The frame takes them from the routers, since the document is made when somebody asks for it."""
    told = {
        plain_route(path.removeprefix(ROOT)): {
            each["name"] for each in told["get"]["parameters"] if each["in"] == "query"
        }
        for path, told in api.document["paths"].items()
    }

    assert parameters_by_route() == told


def test_every_refusal_is_in_the_document():
    for operations in api.document["paths"].values():
        assert set(operations["get"]["responses"]) == {"200", "304", "400", "401", "403", "404", "422", "429"}
        assert operations["get"]["security"] == [{}, {"Token": []}]


def test_every_resource_belongs_to_a_family_of_which_tokens_have_scopes():
    families = {family.name for family in api_families()}

    assert {family for family, _tag, _router in ROUTERS} - {""} == families


def test_references_of_the_document_lead_somewhere():
    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            for each in node.values():
                yield from references(each)
        elif isinstance(node, list):
            for each in node:
                yield from references(each)

    for reference in set(references(api.document)):
        _root, _components, kind, name = reference.split("/")
        assert name in api.document["components"][kind], reference


def test_page_tells_of_every_resource(client):
    page = client.get(f"{ROOT}docs").content.decode()

    missing = [path for path in api.document["paths"] if f"GET {path}<" not in page]
    assert missing == []


@pytest.mark.parametrize("path", ["docs", "docs/"])
def test_page_answers_with_and_without_slash(client, path):
    assert client.get(ROOT + path).status_code == 200


def test_page_needs_no_script_of_others(client):
    page = client.get(f"{ROOT}docs")

    assert "script-src" in page["Content-Security-Policy"]
    assert "https://cdn" not in page.content.decode()
    assert " style=" not in page.content.decode()


def test_examples_of_the_page_hold_every_field(client):
    for section in client.get(f"{ROOT}docs").context["sections"]:
        for resource in section["resources"]:
            assert resource["example"], resource["path"]
            for field in resource["fields"]:
                assert f'"{field["name"]}"' in resource["example"], resource["path"]
