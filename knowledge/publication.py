"""Putting a wording before its readers: only with the consent of all whom it tells of, and seen by a second person."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from knowledge import curation_letters as letters
from knowledge.consents import awaited, evidence_of, has_second_eyes, names
from knowledge.folding import fold
from knowledge.locking import locked
from knowledge.models import Piece, Revision
from knowledge.models.choices import Kind, State
from knowledge.snapshots import keep_translations, snapshot
from knowledge.states import PUBLISHABLE, enter, refuse_unless


class CannotPublish(Exception):
    """It may not come before readers yet; the message says why."""


class ConsentMissing(CannotPublish):
    def __init__(self, institutions: Iterable[Institution]) -> None:
        self.institutions = list(institutions)
        super().__init__(
            _("These institutions have not agreed to this wording: %(names)s. Send it to them first.")
            % {"names": names(self.institutions)}
        )


class SecondEyesMissing(CannotPublish):
    def __init__(self) -> None:
        super().__init__(
            _("You wrote it yourself. Somebody else of the secretariat publishes it, or a partner agrees to it first.")
        )


def locked_to_publish(piece: Piece) -> Any:
    """The piece as it stands; what it is a new wording of is locked before it, as everywhere."""
    record = Piece.objects.filter(pk=piece.pk).values_list("revises", flat=True).get()
    if record:
        locked(Piece(pk=record))
    return locked(piece)


def refuse_publication(piece: Any, *, by: User | None) -> Revision:
    """The kept wording that may be published by this person. Raises WrongState or CannotPublish."""
    refuse_unless(piece, PUBLISHABLE)
    revision = snapshot(piece, by=by)
    if piece.kind == Kind.RESOURCE:
        return revision
    if missing := awaited(piece, revision.sha256):
        raise ConsentMissing(missing)
    if not has_second_eyes(piece, revision.sha256, by):
        raise SecondEyesMissing
    return revision


def put_before_readers(piece: Any, *, by: User) -> Any:
    """Publish a piece that `locked_to_publish` gave; a new wording takes the place of the old. What is read then."""
    revision = refuse_publication(piece, by=by)
    record, before = piece, piece.published_revision
    if piece.revises_id:
        record = locked(piece.revises)
        before = record.published_revision
        owner = piece.owner_id or record.owner_id
        fold(piece, record)
        record.owner_id = owner
    keep_translations(before, Revision.objects.get(pk=revision.pk))
    now = timezone.now()
    Revision.objects.filter(pk=revision.pk).update(published_at=now)
    enter(
        record,
        State.PUBLISHED,
        by=by,
        published_revision_id=revision.pk,
        published_at=now,
        first_published_at=record.first_published_at or now,
        published_by=by,
        evidence=evidence_of(record, revision.sha256),
        owner_id=record.owner_id or by.pk,
    )
    letters.tell_published(record)
    return record
