"""Keeping what a party says to a wording, and what follows from it for the piece."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from community.models import User
from knowledge import curation_letters as letters
from knowledge.consent_links import close_links
from knowledge.consents import awaited
from knowledge.models import Consent, ConsentLink, Piece, ReviewComment
from knowledge.models.choices import ArchiveReason, Decision, State
from knowledge.snapshots import snapshot
from knowledge.states import enter


@dataclass(frozen=True)
class Speaker:
    """Who says it: somebody with an account, or whoever holds a signed link."""

    name: str
    title: str = ""
    by: User | None = None
    link: ConsentLink | None = None


def latest(piece: Piece, institution: int, sha256: str) -> Consent | None:
    return Consent.objects.filter(piece=piece.pk, institution=institution, revision_sha256=sha256).first()


def keep(
    piece: Piece, institutions: Iterable[int], sha256: str, speaker: Speaker, decision: str, note: str = ""
) -> list[Consent]:
    """One row for each institution; what it has said already word for word is not said twice."""
    kept = []
    for institution in institutions:
        said = latest(piece, institution, sha256)
        if said and (said.decision, said.note) == (decision, note):
            continue
        kept.append(
            Consent.objects.create(
                piece_id=piece.pk,
                institution_id=institution,
                revision_sha256=sha256,
                decision=decision,
                by=speaker.by,
                link=speaker.link,
                by_name=speaker.name,
                by_title=speaker.title,
                note=note,
            )
        )
    return kept


def say(piece: Any, institutions: list[int], sha256: str, speaker: Speaker, decision: str, note: str = "") -> None:
    """Keep a word to the present wording of a locked piece, move the piece on, and tell its authors and the desk."""
    snapshot(piece, by=speaker.by)
    said = keep(piece, institutions, sha256, speaker, decision, note)
    if not said:
        return
    close_links(piece, [pk for pk in institutions if speaker.link is None or pk != speaker.link.institution_id])
    if decision == Decision.AGREED:
        if piece.state == State.WITH_PARTNER and not awaited(piece, sha256):
            enter(piece, State.READY, by=speaker.by)
    elif decision == Decision.CHANGES:
        ReviewComment.objects.create(piece_id=piece.pk, text=note, by=speaker.by, by_name=speaker.name)
        close_links(piece)
        enter(piece, State.CHANGES_REQUESTED, by=speaker.by, reason=note[:2000])
    elif piece.state in (State.WITH_PARTNER, State.READY):
        enter(piece, State.IN_REVIEW, by=speaker.by, reason=note[:2000])
    letters.tell_answered(piece, said[0])


def take_back(piece: Any, institutions: list[int], sha256: str, speaker: Speaker, note: str) -> None:
    """Consents to a wording end; where readers had it, it is gone from every page in the same moment."""
    agreed = [pk for pk in institutions if (said := latest(piece, pk, sha256)) and said.decision == Decision.AGREED]
    kept = keep(piece, agreed, sha256, speaker, Decision.WITHDRAWN, note)
    if not kept:
        return
    if piece.state == State.PUBLISHED:
        reason = ArchiveReason.CONSENT_WITHDRAWN
        enter(
            piece,
            State.ARCHIVED,
            by=speaker.by,
            reason=note[:2000],
            archived_at=timezone.now(),
            archive_reason=reason,
        )
        letters.tell_taken_back(piece, kept[0])
        return
    if piece.state == State.READY:
        enter(piece, State.IN_REVIEW, by=speaker.by, reason=note[:2000])
    letters.tell_answered(piece, kept[0])
