"""The steps of a piece on its way to its readers, but for consents and publication."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.append_only import rewriting_logs
from knowledge import curation_letters as letters
from knowledge.answers import Speaker, keep
from knowledge.attached import drop_attached
from knowledge.consent_links import close_links
from knowledge.locking import locked
from knowledge.models import Piece
from knowledge.models.choices import UNDER_REVIEW, Decision, Kind, State
from knowledge.permissions import is_author, speaks_as_author
from knowledge.snapshots import snapshot
from knowledge.states import DECLINABLE, RETURNABLE, SUBMITTABLE, TAKEN_ON, enter, refuse_unless


class NothingWritten(Exception):
    """There is a title and no text."""

    def __init__(self) -> None:
        super().__init__(_("There is no text yet. Write it first, then hand it in."))


@transaction.atomic
def submit_piece(piece: Piece, *, by: User, note: str = "") -> Any:
    """Hand it in; the author's institution agrees to this wording by it, where `by` is of it too.

    A second click changes nothing. Under review, the author agrees anew where the desk changed the words.
    """
    stored: Any = locked(piece)
    if not stored.body_text.strip():
        raise NothingWritten
    refuse_unless(stored, (*SUBMITTABLE, *RETURNABLE))
    revision = snapshot(stored, by=by, note=note)
    if speaks_as_author(by, stored):
        speaker = Speaker(name=by.display_name, by=by)
        keep(stored, [stored.institution_id], revision.sha256, speaker, Decision.AGREED)
    if stored.state in SUBMITTABLE:
        back = stored.state == State.CHANGES_REQUESTED and stored.owner_id
        state = State.IN_REVIEW if back else State.SUBMITTED
        enter(stored, state, by=by, reason=note, submitted_at=stored.submitted_at or timezone.now())
        letters.tell_submitted(stored)
    return stored


@transaction.atomic
def take_on_piece(piece: Piece, *, by: User, owner: User | None = None) -> Any:
    """Somebody of the secretariat curates it from now on: who takes it, or who it is given to."""
    stored: Any = locked(piece)
    owner = owner or by
    if stored.state in (State.CHANGES_REQUESTED, State.WITH_PARTNER, State.READY):
        Piece.objects.filter(pk=stored.pk).update(owner=owner)
        stored.owner = owner
        return stored
    refuse_unless(stored, TAKEN_ON)
    if stored.state != State.IN_REVIEW or stored.owner_id != owner.pk:
        enter(stored, State.IN_REVIEW, by=by, owner=owner)
    return stored


@transaction.atomic
def return_piece(piece: Piece, *, reason: str, by: User) -> Any:
    """Ask the author for changes; what partners were asked about ends."""
    stored: Any = locked(piece)
    refuse_unless(stored, RETURNABLE)
    snapshot(stored, by=by)
    close_links(stored)
    enter(stored, State.CHANGES_REQUESTED, by=by, reason=reason, owner_id=stored.owner_id or by.pk)
    letters.tell_returned(stored, reason)
    return stored


@transaction.atomic
def decline_piece(piece: Piece, *, reason: str, by: User) -> Any:
    stored: Any = locked(piece)
    refuse_unless(stored, DECLINABLE)
    close_links(stored)
    enter(stored, State.DECLINED, by=by, reason=reason)
    letters.tell_declined(stored, reason)
    return stored


@transaction.atomic
def take_back_piece(piece: Piece, *, by: User) -> Any:
    """Its author takes it from the desk: a draft again, which nobody else sees."""
    stored: Any = locked(piece)
    refuse_unless(stored, UNDER_REVIEW)
    close_links(stored)
    enter(stored, State.DRAFT, by=by, owner=None)
    return stored


def deletable(kind: str) -> tuple[str, ...]:
    """The states in which a text can be deleted; what is only a title and an address also while it is looked at."""
    done = (State.DRAFT, State.ARCHIVED, State.DECLINED)
    return (*done, *UNDER_REVIEW) if kind == Kind.RESOURCE else done


@transaction.atomic
def delete_piece(piece: Piece, *, by: User) -> None:
    """For good, with its files and a new wording that was begun: drafts by their author; by the secretariat what was taken down, or proposed resources."""
    stored: Any = locked(piece)
    refuse_unless(stored, deletable(stored.kind))
    if not is_author(by, stored):
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=stored, detail=_("deleted: %s") % stored)
    for each in (stored, *stored.new_wordings.all()):
        drop_attached(each)
    Piece.objects.filter(pk=stored.pk).update(published_revision=None)
    stored.published_revision = None
    with rewriting_logs():
        stored.delete()
