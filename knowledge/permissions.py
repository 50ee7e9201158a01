"""Who may do what with what is known. The only place that decides it.

What one may not see answers 404 before any of these is asked: see `Piece.objects.visible_to`.
"""

from typing import Any

from community.models import User
from community.permissions import is_secretariat
from events.models import BreakoutNote
from events.permissions import can_export_notes
from knowledge.models import Collection, Finding, FindingNote, OpenQuestion, Piece
from knowledge.models.choices import UNDER_REVIEW, WRITABLE, Audience, Kind, State
from partnerships.permissions_portfolio import speaking_ids


def is_editor(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.role == User.Role.EDITOR)


def is_author(user: Any, piece: Piece) -> bool:
    """The author, or one of the people named beside."""
    if not user.is_authenticated or not user.is_active:
        return False
    return piece.author_id == user.pk or piece.co_authors.filter(pk=user.pk).exists()


def speaks_as_author(user: Any, piece: Piece) -> bool:
    """Whose handing in says the word of the author's institution: an author who is still there."""
    if not is_author(user, piece) or piece.institution_id not in user.institution_ids:
        return False
    return piece.parties.filter(institution=piece.institution_id).exists()


def is_party(user: Any, piece: Piece) -> bool:
    """Who may speak for an institution that the piece tells of: its focal point, or the staff of a donor."""
    if not user.is_authenticated or not user.is_active:
        return False
    speaks_for = speaking_ids(user)
    return bool(speaks_for) and piece.parties.filter(institution__in=speaks_for).exists()


def can_create_piece(user: Any) -> bool:
    """Every verified member has something to tell."""
    return bool(user.is_authenticated and user.is_verified_member)


def can_edit_piece(user: Any, piece: Piece) -> bool:
    """Authors while it is theirs to write, and stories once published; the secretariat's editors from its submission.

    An edit of a published piece is a new wording, which goes the same way as the first.
    """
    if piece.kind == Kind.RESOURCE:
        return _can_edit_resource(user, piece)
    if piece.state in WRITABLE and is_author(user, piece):
        return True
    if piece.state == State.PUBLISHED:
        return is_secretariat(user) or (piece.kind == Kind.STORY and is_author(user, piece))
    return is_editor(user) and piece.state in UNDER_REVIEW


def _can_edit_resource(user: Any, piece: Piece) -> bool:
    """Who proposed it until everyone reads it, and the editors; administrators once it is listed."""
    is_open = piece.state == State.PUBLISHED and piece.audience == Audience.PUBLIC
    if is_author(user, piece) and not is_open:
        return piece.state != State.ARCHIVED
    if piece.state == State.PUBLISHED:
        return is_secretariat(user)
    return is_editor(user) and piece.state != State.DRAFT


def can_submit_piece(user: Any, piece: Piece) -> bool:
    return is_author(user, piece)


def can_withdraw_piece(user: Any, piece: Piece) -> bool:
    """Authors take it back from the desk, as long as it is not published."""
    return piece.state in (State.DRAFT, *UNDER_REVIEW) and is_author(user, piece)


def can_delete_piece(user: Any, piece: Piece) -> bool:
    """Authors their drafts; editors resources under review; what came further administrators."""
    if piece.state == State.DRAFT:
        return is_author(user, piece)
    if piece.state in UNDER_REVIEW:
        return piece.kind == Kind.RESOURCE and is_secretariat(user)
    return bool(user.is_authenticated and user.is_administrator)


def can_review_piece(user: Any, piece: Piece | None = None) -> bool:
    """Take it on, ask for changes, send it to the partner, decline it."""
    return is_editor(user)


def can_publish_piece(user: Any, piece: Piece) -> bool:
    """Publish, schedule, take down and put up again: editors; administrators what was published once."""
    if piece.state in (State.PUBLISHED, State.ARCHIVED):
        return is_secretariat(user)
    return is_editor(user)


def can_consent(user: Any, piece: Piece) -> bool:
    """Agree for one's institution, ask for changes, or take a consent back; authors agree by handing it in."""
    if piece.state in (State.DRAFT, State.ARCHIVED, State.DECLINED):
        return False
    return is_party(user, piece) and not is_author(user, piece)


def can_comment(user: Any, piece: Piece) -> bool:
    """On the text, before it is published: authors, parties and editors."""
    return is_editor(user) or is_author(user, piece) or is_party(user, piece)


def can_export_piece(user: Any, piece: Piece) -> bool:
    """Take it along: what is published, whoever reads it; before that its authors and the editors."""
    if piece.state == State.PUBLISHED:
        return True
    if piece.kind == Kind.RESOURCE:
        return False
    if piece.state == State.ARCHIVED:
        return is_secretariat(user)
    return is_author(user, piece) or is_editor(user)


def can_propose_resource(user: Any) -> bool:
    return can_create_piece(user)


def can_import_resources(user: Any) -> bool:
    """Bring in many at once."""
    return is_secretariat(user)


def can_tell_uptake(user: Any, piece: Piece) -> bool:
    """Say that one tried or adapted it: verified members, of what others wrote."""
    return bool(user.is_authenticated and user.is_verified_member) and piece.is_published and not is_author(user, piece)


def can_note(user: Any, finding: Finding | None = None) -> bool:
    return bool(user.is_authenticated and user.is_verified_member)


def can_take_note_away(user: Any, note: FindingNote) -> bool:
    """Who wrote it, and the secretariat."""
    return is_secretariat(user) or bool(user.is_authenticated and note.by_id == user.pk)


def can_curate_collections(user: Any, collection: Collection | None = None) -> bool:
    """Begin collections, put them in order and delete them: the secretariat."""
    return is_secretariat(user)


def can_collect(user: Any, piece: Piece) -> bool:
    """Put what is published into a collection."""
    return piece.is_published and is_secretariat(user)


def can_edit_recommendations(user: Any) -> bool:
    """What a resource recommends and what came of it: the secretariat."""
    return is_secretariat(user)


def can_edit_findings(user: Any) -> bool:
    """Enter, change, publish and delete findings: the secretariat."""
    return is_secretariat(user)


def can_edit_questions(user: Any, question: OpenQuestion | None = None) -> bool:
    return is_secretariat(user)


def can_translate(user: Any, piece: Piece) -> bool:
    """Authors and the secretariat, what is published."""
    return piece.is_published and (is_secretariat(user) or is_author(user, piece))


def can_use_desk(user: Any) -> bool:
    return is_secretariat(user)


def can_settle_comment(user: Any, piece: Piece) -> bool:
    """Who can change the words: authors and editors."""
    return is_editor(user) or is_author(user, piece)


def can_follow_way(user: Any, piece: Piece) -> bool:
    """See where it stands, who has agreed and what was said about it: authors, parties and the secretariat."""
    return is_secretariat(user) or is_author(user, piece) or is_party(user, piece)


def can_hide_uptake(user: Any, piece: Piece) -> bool:
    """Take a reader's word off the page: the authors it was said to, and the secretariat."""
    return is_secretariat(user) or is_author(user, piece)


def can_draft_from_note(user: Any, note: BreakoutNote) -> bool:
    """Make a challenge of what a group noted: who noted it, and who may take the notes along."""
    if not can_create_piece(user):
        return False
    return note.writer_id == user.pk or can_export_notes(user, note.group)
