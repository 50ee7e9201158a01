"""A citation without a year, a DOI that is an address, a broken entry among good ones: from the form to the export."""

import json

import pytest
from django.urls import reverse

from community.models import User
from knowledge.models import Resource
from tests.factories import UserFactory
from tests.factories.knowledge import ResourceFactory

pytestmark = pytest.mark.django_db
IMPORT = "/en/resources/import/"
FORMS = ("csv", "bib", "ris", "json")
UNCLEAN = """
@article{good, title = {A good one}, year = {2019}, doi = {https://doi.org/10.1787/GOOD}}
@article{yearless, title = {Without a year}, year = {n.d.}}
@article{broken, title = {Never closed, year = {2001}
@book{last, title = {The last}, year = {2020}}
"""


def fetched(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_a_bibliography_with_a_broken_entry_comes_in_but_for_it_and_nothing_typed_is_lost(client):
    client.force_login(UserFactory(role=User.Role.EDITOR))

    looked = client.post(IMPORT, {"text": UNCLEAN, "name": "list.bib"})
    client.post(IMPORT, {"text": UNCLEAN, "name": "list.bib", "bring": "1"})

    assert [row.fault != "" for row in looked.context["plan"].faulty] == [True]
    assert looked.context["form"]["text"].value() == UNCLEAN
    assert list(Resource.objects.order_by("title").values_list("title", "year", "doi")) == [
        ("A good one", 2019, "10.1787/good"),
        ("The last", 2020, ""),
        ("Without a year", None, ""),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_work_without_a_year_is_cited_and_taken_along(client, form):
    work = ResourceFactory(title="Without a year", year=None, published_on=None)

    page = fetched(client, work.get_absolute_url())
    taken = fetched(client, reverse("knowledge:resource_export", args=[form]))
    cited = reverse("knowledge:resource_cite", args=[work.slug, "bib" if form == "csv" else form])

    assert "(n.d.)" in page
    assert "None" not in taken
    assert "Without a year" in taken
    assert "None" not in fetched(client, cited)
    if form == "json":
        assert [each["title"] for each in json.loads(taken)] == ["Without a year"]


@pytest.mark.parametrize("typed", ["https://doi.org/10.1787/ABC", "http://dx.doi.org/10.1787/abc", "doi:10.1787/abc "])
def test_a_doi_that_is_an_address_is_kept_bare_and_leads_to_one_place(client, typed):
    client.force_login(UserFactory(role=User.Role.EDITOR))
    client.post(IMPORT, {"text": f'title,doi\nA work,"{typed}"\n', "name": "list.csv", "bring": "1"})

    work = Resource.objects.get()
    page = fetched(client, work.get_absolute_url())

    assert work.doi == "10.1787/abc"
    assert 'href="https://doi.org/10.1787/abc"' in page
    assert "doi.org/http" not in page
