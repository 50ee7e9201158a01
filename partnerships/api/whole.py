"""One record as its page tells it, with the parts that its reader may see."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from partnerships import part_tables
from partnerships.api.schemas import TABLES, told_fields
from partnerships.exports import as_object
from partnerships.models import Document, Partnership
from partnerships.recorded import PARTS, recorded


def whole(partnership: Partnership, user: Any) -> dict[str, Any]:
    kinds = recorded(partnership)
    return as_object(partnership) | {
        "reform": partnership.reform,
        "expertise_wanted": partnership.expertise_wanted,
        "why_this_peer": partnership.why_this_peer,
        "problem_reported_by": partnership.problem_reported_by,
        "scale": partnership.scale_stage,
        "working_mode": partnership.working_mode,
        "sector_in_words": partnership.sector_words,
        "form_in_words": partnership.modality_words,
        "reported_by": partnership.reported_by.name if partnership.reported_by else None,
        "visibility": partnership.visibility,
        "stages": [
            {"stage": change.stage, "entered_on": change.entered_on} for change in partnership.stage_changes.all()
        ],
        "parts": {table: _parts(table, partnership, user) for table in TABLES if _model(table) in kinds},
        "documents": _documents(partnership, user) if Document in kinds else [],
    }


def _model(table: str) -> Any:
    return PARTS[part_tables.TABLES[table]]


def _parts(table: str, partnership: Partnership, user: Any) -> list[dict[str, Any]]:
    """What this person sees of one kind of part, oldest first; what a part points to is told by its name."""
    fields = told_fields(table)
    tied = [field.name for field in fields if field.is_relation]
    found = _model(table).objects.visible_to(user).filter(partnership=partnership).order_by("pk")
    parts = found.select_related(*tied) if tied else found
    return [{field.name: _value(part, field) for field in fields} | {"visibility": part.visibility} for part in parts]


def _value(part: Any, field: Any) -> Any:
    value = getattr(part, field.name)
    if value is None:
        return None
    if field.is_relation:
        return str(value)
    return float(value) if field.get_internal_type() == "DecimalField" else value


def _documents(partnership: Partnership, user: Any) -> list[dict[str, Any]]:
    found = Document.objects.visible_to(user).filter(partnership=partnership)
    return [
        {
            "title": document.title,
            "category": document.category,
            "url": document.url
            or f"{settings.BASE_URL}{reverse('partnerships:document', args=[partnership.slug, document.pk])}",
            "language": document.language,
            "visibility": document.visibility,
        }
        for document in found
    ]
