"""Adding to a record what happened in it, and correcting or removing what was added."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from community import auditing
from community.models import AuditEntry, User
from core.models import Visibility
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
    _mark_changed(part)
    return part


@transaction.atomic
def edit_part(*, part: Any, by: User) -> bool:
    """Store a part in its new words; False if it was removed meanwhile.

    Nobody but its author has agreed to the new words, so the part is for the parties again.
    """
    if not _locked(part):
        return False
    if part.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY):
        part.visibility = Visibility.PARTIES
    part.save()
    _mark_changed(part)
    _note(part, "edited", by)
    return True


@transaction.atomic
def remove_part(*, part: Any, by: User) -> bool:
    """Take a part out of its record, a document with its file; False if it was removed before."""
    if not _locked(part):
        return False
    if isinstance(part, Document) and part.file:
        transaction.on_commit(partial(part.file.storage.delete, str(part.file.name)), robust=True)
    _note(part, "removed", by)
    _mark_changed(part)
    part.delete()
    return True


def _said_before(part: Any) -> Any:
    """A part of the same words, for the second click on a button."""
    skipped = {"id", "created_at", "updated_at", "recorded_by", "file", "size", "sha256"}
    if isinstance(part, Document) and part.file:
        return None
    words = {f.attname: getattr(part, f.attname) for f in part._meta.concrete_fields if f.name not in skipped}
    return type(part).objects.filter(**words).first()


def _locked(part: Any) -> bool:
    """Whether the part is there still; nobody else changes or removes it before we are done."""
    return type(part).objects.select_for_update().filter(pk=part.pk).first() is not None


def _mark_changed(part: Any) -> None:
    Partnership.objects.filter(pk=part.partnership_id).update(changed_at=timezone.now())


def _note(part: Any, act: str, by: User) -> None:
    """Write down for the parties who did what with which part; the log is in English."""
    detail = f"{act} {part._meta.verbose_name_raw}: {part}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=part.partnership, detail=detail)
