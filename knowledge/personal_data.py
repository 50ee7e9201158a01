"""What a person wrote here, for that person to read."""

from typing import Any

from community.models import User
from knowledge.models import Consent, ConsentLink, Piece, ReviewComment, UnsavedText


def tell(user: User) -> dict[str, Any]:
    sheets = UnsavedText.objects.filter(writer=user).select_related("piece")
    return {
        "pieces": [
            {
                "kind": piece.kind,
                "title": piece.title,
                "state": piece.state,
                "summary": piece.summary,
                "text": piece.body_text,
                "begun_at": piece.created_at.isoformat(),
            }
            for piece in Piece.objects.written_by(user).order_by("pk")
        ],
        "typed_and_not_saved": [
            {"piece": sheet.piece.title, "text": sheet.content, "kept_at": sheet.saved_at.isoformat()}
            for sheet in sheets
        ],
        "notes_on_findings": [
            {"finding": note.finding.title, "text": note.text, "at": note.created_at.isoformat()}
            for note in user.finding_notes.select_related("finding").order_by("pk")
        ],
        "tried_or_adapted": [
            {"piece": told.piece.title, "kind": told.kind, "text": told.text, "at": told.created_at.isoformat()}
            for told in user.uptakes.select_related("piece").order_by("pk")
        ],
        "comments_on_texts": [
            {"piece": comment.piece.title, "text": comment.text, "at": comment.created_at.isoformat()}
            for comment in ReviewComment.objects.filter(by=user).select_related("piece")
        ],
        "collections": [
            {"title": made.title, "introduction": made.body_text, "begun_at": made.created_at.isoformat()}
            for made in user.collections.order_by("pk")
        ],
        "said_for_an_institution": [
            {
                "piece": said.piece.title,
                "institution": said.institution.name,
                "decision": said.decision,
                "note": said.note,
                "at": said.decided_at.isoformat(),
            }
            for said in Consent.objects.filter(by=user).select_related("piece", "institution")
        ],
        "asked_by_link": [
            {"piece": link.piece.title, "name": link.name, "at": link.created_at.isoformat()}
            for link in ConsentLink.objects.filter(address__iexact=user.email).select_related("piece")
        ],
    }
