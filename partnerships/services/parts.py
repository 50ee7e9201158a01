"""Adding to a record what happened in it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import User
from partnerships import documents
from partnerships.models import Document, Partnership


@transaction.atomic
def add_part(*, part: Any, by: User) -> Any:
    """Store a new part, and mark its record as changed. The very same part sent twice is stored once."""
    same = _said_before(part)
    if same:
        return same
    part.recorded_by = by
    if isinstance(part, Document):
        documents.describe(part)
    part.save()
    Partnership.objects.filter(pk=part.partnership_id).update(changed_at=timezone.now())
    return part


def _said_before(part: Any) -> Any:
    """A part of the same words, for the second click on a button."""
    skipped = {"id", "created_at", "updated_at", "recorded_by", "file", "size", "sha256"}
    if isinstance(part, Document) and part.file:
        return None
    words = {f.attname: getattr(part, f.attname) for f in part._meta.concrete_fields if f.name not in skipped}
    return type(part).objects.filter(**words).first()
