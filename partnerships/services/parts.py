"""Adding to a record what happened in it, and correcting or removing what was added."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core import uploads
from core.models import Visibility
from core.versions import check_version
from partnerships.models import Contact, CriticalJuncture, Document, Partnership


class PartIsThere(Exception):
    """Something of the same mark was stored by somebody else in the same moment."""

    def __str__(self) -> str:
        return str(_("Someone has just written the same. Look at the record before you save."))


@transaction.atomic
def add_part(*, part: Any, by: User) -> Any:
    """Store a new part, and mark its record as changed. The very same part sent twice is stored once."""
    Partnership.objects.select_for_update(of=("self",)).only("pk").get(pk=part.partnership_id)
    _store_juncture(part)
    same = said_before(part)
    if same:
        return same
    setattr(part, "added_by" if isinstance(part, Contact) else "recorded_by", by)
    if isinstance(part, Document):
        uploads.describe(part)
    _store(part)
    _mark_changed(part)
    return part


@transaction.atomic
def edit_part(*, part: Any, by: User, seen_at: datetime | None) -> bool:
    """Store a part in its new words; False if it was removed meanwhile.

    `seen_at` is when the words were stored that the writer had before them; raises EditedMeanwhile where
    others were stored since. Nobody but its author has agreed to the new words, so the part is for the parties
    again.
    """
    if not _unchanged(part, seen_at):
        return False
    _store_juncture(part)
    if getattr(part, "visibility", Visibility.PARTIES) in (Visibility.PUBLIC, Visibility.COMMUNITY):
        part.visibility = Visibility.PARTIES
    _store(part)
    _mark_changed(part)
    _note(part, "edited", by)
    return True


@transaction.atomic
def remove_part(*, part: Any, by: User, seen_at: datetime | None) -> bool:
    """Take a part out of its record, a document with its file; False if it was removed before.

    Raises EditedMeanwhile where it says something else than what was to be removed.
    """
    if not _unchanged(part, seen_at):
        return False
    if isinstance(part, Document) and part.file:
        transaction.on_commit(partial(part.file.storage.delete, str(part.file.name)), robust=True)
    _note(part, "removed", by)
    _mark_changed(part)
    part.delete()
    return True


def said_before(part: Any) -> Any:
    """A part of the same words, for the second click on a button."""
    skipped = {"id", "created_at", "updated_at", "recorded_by", "added_by", "file", "size", "sha256"}
    if isinstance(part, Document) and part.file:
        return None
    words = {f.attname: getattr(part, f.attname) for f in part._meta.concrete_fields if f.name not in skipped}
    return type(part).objects.filter(**words).first()


def _unchanged(part: Any, seen_at: datetime | None) -> bool:
    """Whether the part is there still, as it was read; nobody else changes or removes it before we are done."""
    stored = type(part).objects.select_for_update().filter(pk=part.pk).first()
    if stored is not None:
        check_version(stored, seen_at)
    return stored is not None


def _store(part: Any) -> None:
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError as error:
        raise PartIsThere from error


def _store_juncture(part: Any) -> None:
    """A juncture that was named for the first time is stored with what it led to; two who name one share it."""
    juncture: CriticalJuncture | None = getattr(part, "juncture", None)
    if juncture is None or juncture.pk:
        return
    try:
        with transaction.atomic():
            juncture.save()
    except IntegrityError:
        juncture = CriticalJuncture.objects.called(juncture.name).get()
    part.juncture = juncture


def _mark_changed(part: Any) -> None:
    Partnership.objects.filter(pk=part.partnership_id).update(changed_at=timezone.now())


def _note(part: Any, act: str, by: User) -> None:
    """Write down for the parties who did what with which part; the log is in English."""
    detail = f"{act} {part._meta.verbose_name_raw}: {part}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=part.partnership, detail=detail)
