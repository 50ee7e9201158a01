"""The invented texts: each marked, each at its point of the way, written once."""

import pytest
from django.core.management import call_command

from knowledge.models import Consent, Piece, ReviewComment, Uptake
from p2pportal.demo.depth import demo_depth
from p2pportal.demo.knowledge import demo_knowledge
from p2pportal.demo.people import demo_institutions, demo_people
from p2pportal.demo.records import demo_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded():
    call_command("load_reference", verbosity=0)
    institutions = demo_institutions()
    people = demo_people(institutions)
    demo_records(institutions, people)
    demo_depth(institutions, people)
    return demo_knowledge(institutions, people), demo_knowledge(institutions, people)


def test_seven_texts_are_written_once_and_marked(seeded):
    assert seeded == (7, 0)
    rows = Piece.objects.order_by("pk").values_list("kind", "title", "state", "is_demo")
    assert list(rows) == [
        ("story", "The register was already in the next building", "published", True),
        ("method", "A clinic by phone, once a month", "published", True),
        ("challenge", "Those who learnt it leave within two years", "published", True),
        ("story", "One spreadsheet, twelve ministries, and a monthly phone call", "in_review", True),
        ("story", "Former ceux qui forment", "with_partner", True),
        ("story", "Why our letter took three drafts", "ready", True),
        ("story", "Tres distritos, a un edificio de distancia", "submitted", True),
    ]


def test_both_sides_agreed_and_a_reader_answered(seeded):
    story = Piece.objects.get(title="The register was already in the next building")

    agreed = set(Consent.objects.filter(piece=story).values_list("institution__name", "decision"))

    assert agreed == {
        ("Office for Statistics and Registers", "agreed"),
        ("Institute for Official Figures", "agreed"),
    }
    assert story.evidence == "corroborated"
    assert Uptake.objects.get().piece == story
    assert ReviewComment.objects.open().count() == 1
    assert Piece.objects.get(state="ready").publish_at is not None
