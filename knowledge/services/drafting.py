"""What was told at an event becomes a draft: a presentation a story, the notes of a group a challenge.

Asked for twice by the same person it is the same draft, whatever has become of it.
"""

import re
from html import escape
from typing import Any

from django.db import transaction

from community.models import User
from events.locking import locked as locked_event
from events.models import BreakoutNote, LearningEvent, Presentation
from knowledge.locking import of_its_kind
from knowledge.markup import clean_markup
from knowledge.models import Piece
from knowledge.models.choices import Kind
from knowledge.services.writing import create_piece
from partnerships.models import Partnership


@transaction.atomic
def draft_story(presentation: Presentation, *, by: User) -> Any:
    """With what was said of success, challenge and lesson in their places, and whom and what it told of."""
    event = presentation.item.event
    locked_event(event)
    drafted = drafted_by(by).filter(source_presentation=presentation).first()
    if drafted:
        return of_its_kind(drafted)
    told_of = Partnership.objects.visible_to(by).filter(presentations=presentation)
    fields = {
        "title": presentation.title,
        "language": _language(event),
        "what_happened": _markup(presentation.success),
        "what_was_hard": _markup(presentation.challenge),
        "what_to_check": _markup(presentation.lesson),
        "source_presentation": presentation,
        "is_demo": event.is_demo,
        "institutions": [presentation.institution] if presentation.institution else [],
        "countries": [presentation.country] if presentation.country else [],
        "partnerships": list(told_of),
        **_ties(event),
    }
    return create_piece(Kind.STORY, fields=fields, by=by)


@transaction.atomic
def draft_challenge(note: BreakoutNote, *, by: User) -> Any:
    """With the notes as what is hard, and the question of the group as what nobody knows yet."""
    group = note.group
    locked_event(group.event)
    drafted = drafted_by(by).filter(source_note=note).first()
    if drafted:
        return of_its_kind(drafted)
    fields = {
        "title": group.topic,
        "language": (group.languages or [_language(group.event)])[0],
        "problem": _markup(note.text),
        "still_open": _markup(group.question.text if group.question else ""),
        "source_note": note,
        "is_demo": group.event.is_demo,
        **_ties(group.event),
    }
    return create_piece(Kind.CHALLENGE, fields=fields, by=by)


def drafted_by(user: User) -> Any:
    return Piece.objects.on_record().filter(author=user).order_by("pk")


def _ties(event: LearningEvent) -> dict[str, list[Any]]:
    return {"events": [event], "junctures": list(event.junctures.all())}


def _language(event: LearningEvent) -> str:
    return str((event.languages or ["en"])[0])


def _markup(text: str) -> str:
    """Plain words as paragraphs: nothing in them is markup, whatever it looks like."""
    blocks = (escape(block.strip(), quote=False) for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))
    return clean_markup("".join(f"<p>{block}</p>".replace("\n", "<br>") for block in blocks if block))
