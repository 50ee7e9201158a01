"""Keeping a wording as it stands when somebody is asked about it."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from community.models import User
from knowledge.attached import words_in
from knowledge.locking import of_its_kind
from knowledge.models import Piece, Revision, Translation
from knowledge.revisions import asked_content, sha256_of


def snapshot(piece: Piece, *, by: User | None, note: str = "") -> Revision:
    """The kept wording that says what the locked piece says now; a new one where none does yet."""
    content: dict[str, Any] = asked_content(of_its_kind(piece))
    sha256 = sha256_of(content)
    kept = Revision.objects.filter(piece=piece.pk, sha256=sha256).first()
    if kept:
        return kept
    last = Revision.objects.filter(piece=piece.pk).aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        piece_id=piece.pk,
        number=last + 1,
        content=content,
        sha256=sha256,
        language=piece.language,
        created_by=by,
        note=note[:300],
    )


def renew_published(piece: Piece, *, by: User | None) -> Revision:
    """What readers have is what the locked piece says now: for resources, which are put right in place."""
    revision = snapshot(piece, by=by)
    if piece.published_revision_id != revision.pk:
        keep_translations(piece.published_revision, revision)
        Revision.objects.filter(pk=revision.pk, published_at=None).update(published_at=timezone.now())
        Piece.objects.filter(pk=piece.pk).update(published_revision=revision)
        piece.published_revision = revision
    return revision


def keep_translations(before: Revision | None, after: Revision) -> None:
    """What was translated of a wording holds for one that differs in its pictures or files alone."""
    if before and words_in(before.content) == words_in(after.content):
        made = Translation.objects.filter(piece=after.piece_id, of_sha256=before.sha256)
        made.update(of_sha256=after.sha256)
