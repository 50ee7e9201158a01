"""Pieces, findings, open questions and collections as entries of feeds."""

from typing import Any

from django.urls import reverse

from core.feeds import Entry
from knowledge.models import Collection, Finding, OpenQuestion


def of_piece(piece: Any) -> Entry:
    return Entry(
        f"piece/{piece.pk}",
        piece.title,
        piece.get_absolute_url(),
        piece.summary,
        published=piece.published_at,
        updated=piece.published_at,
        categories=tuple(each["name"] for each in getattr(piece, "sector_list", ())),
    )


def of_finding(finding: Finding) -> Entry:
    """With what it found, which way, how sure one can be, and where that is written."""
    facts = (finding.get_effect_display(), finding.get_confidence_display(), finding.source.title)
    return Entry(
        f"finding/{finding.pk}",
        finding.title,
        reverse("knowledge:finding", args=[finding.pk]),
        " · ".join([finding.text, *map(str, facts)]),
        published=finding.created_at,
        updated=finding.updated_at,
    )


def of_collection(collection: Collection) -> Entry:
    return Entry(
        f"collection/{collection.pk}",
        collection.title,
        collection.get_absolute_url(),
        collection.body_text,
        published=collection.opened_at or collection.created_at,
        updated=collection.updated_at,
    )


def of_question(question: OpenQuestion) -> Entry:
    said = (question.get_state_display(), question.answer or question.why)
    return Entry(
        f"question/{question.pk}",
        question.text,
        question.get_absolute_url(),
        " · ".join(str(each) for each in said if each),
        published=question.created_at,
        updated=question.updated_at,
    )
