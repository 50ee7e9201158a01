"""Stories, methods and challenges on the pages of what they tell of."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from community.models import Country, Institution
from events.models import BreakoutGroup, LearningEvent, Presentation
from knowledge import permissions
from knowledge.listing import row, rows
from knowledge.models import Piece
from knowledge.models.choices import Kind
from knowledge.models.pieces import PieceQuerySet
from partnerships.models import Partnership

LATEST = 6
TOLD = (Kind.STORY, Kind.METHOD, Kind.CHALLENGE)


@dataclass(frozen=True)
class Told:
    """The latest texts; `all_url` leads to the others of the most common kind."""

    rows: list[Any]
    has_more: bool
    all_url: str = ""


def of_partnership(partnership: Partnership, user: Any) -> Told | None:
    if not _is_tied("knowledge_piece_partnerships", "partnership_id", partnership.pk):
        return None
    return _latest(Piece.objects.listed_for(user).filter(partnerships=partnership))


def of_event(event: LearningEvent, user: Any) -> Told | None:
    if not _is_tied("knowledge_piece_events", "learningevent_id", event.pk):
        return None
    return _latest(Piece.objects.listed_for(user).filter(events=event))


def of_institution(institution: Institution, user: Any) -> Told | None:
    """What its people wrote, and what tells of it."""
    tells = Q(pk__in=institution.told_of.values("piece")) | Q(institution=institution)
    return _latest(Piece.objects.listed_for(user).filter(tells))


def of_country(country: Country, user: Any) -> Told | None:
    found = Piece.objects.listed_for(user).filter(countries=country)
    return _latest(found, f"{reverse('knowledge:stories')}?country={country.pk}")


def of_presentation(presentation: Presentation, user: Any) -> dict[str, Any] | None:
    """What was written from it, and the button that begins one."""
    written = _latest(Piece.objects.listed_for(user).filter(source_presentation=presentation))
    may_draft = permissions.can_create_piece(user)
    if not written and not may_draft:
        return None
    begun = may_draft and Piece.objects.filter(source_presentation=presentation, author=user, revises=None).exists()
    return {"written": written, "may_draft": may_draft, "begun": begun, "presentation": presentation}


def of_group(group: BreakoutGroup, user: Any) -> dict[str, Any] | None:
    """The sheets of which this person can make a challenge; it is shown to who reads the notes."""
    sheets = [note for note in group.notes.written() if permissions.can_draft_from_note(user, note)]
    begun = set(Piece.objects.filter(source_note__in=sheets, author=user).values_list("source_note", flat=True))
    return {"sheets": [(note, note.pk in begun) for note in sheets]} if sheets else None


def _is_tied(table: str, column: str, pk: int) -> bool:
    """Whether anything at all tells of it. Of most records nothing does, and asking so costs next to nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = %s)", [pk])  # noqa: S608 - fixed words
        return bool(cursor.fetchone()[0])


def _latest(found: PieceQuerySet, all_url: str = "") -> Told | None:
    pieces = list(rows(found.filter(kind__in=TOLD))[: LATEST + 1])
    if not pieces:
        return None
    shown = [row(each, heading="h3", names_kind=True) for each in pieces[:LATEST]]
    return Told(shown, has_more=len(pieces) > LATEST, all_url=all_url)
