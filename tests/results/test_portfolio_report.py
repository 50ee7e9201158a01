"""The portfolio as a document, in the reader's language."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document

from core.models import Visibility
from tests.factories import HarvestedOutcomeFactory

pytestmark = pytest.mark.django_db


def words_of(client, language="en", **query):
    with translation.override(language):
        address = reverse("results:report", args=["docx"])
    document = Document(BytesIO(client.get(address, query).content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_report_tells_each_outcome_with_its_evidence_and_contribution(client):
    outcome = HarvestedOutcomeFactory()
    words = words_of(client)

    assert [text in words for text in (outcome.what_changed, "Self-reported", outcome.contribution)] == [True] * 3


def test_a_report_holds_what_its_selection_finds(client):
    HarvestedOutcomeFactory(level="institution", what_changed="The law changed.")

    assert "The law changed." not in words_of(client, level="individual")


def test_what_the_parties_alone_see_is_in_no_report_of_others(client):
    HarvestedOutcomeFactory(visibility=Visibility.PARTIES, what_changed="The law changed.")

    assert "The law changed." not in words_of(client)


def test_a_report_is_marked_with_the_language_of_the_page(client):
    with translation.override("fr"):
        address = reverse("results:report", args=["docx"])

    assert Document(BytesIO(client.get(address).content)).core_properties.language == "fr-FR"


def test_a_report_as_pdf_is_one(client):
    HarvestedOutcomeFactory()

    assert client.get(reverse("results:report", args=["pdf"])).content[:5] == b"%PDF-"


def test_another_format_is_not_there(client):
    assert client.get(reverse("results:report", args=["odt"])).status_code == 404
