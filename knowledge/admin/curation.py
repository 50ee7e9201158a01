"""The way of a piece to its readers: wordings, consents, comments and states; each reading leaves a trace."""

from django.contrib import admin

from knowledge.admin.of_piece import OfPiece
from knowledge.models import Consent, ConsentLink, ReviewComment, Revision, StateEntry, UnsavedText


@admin.register(Revision)
class RevisionAdmin(OfPiece):
    list_display = ["number", "of", "in_order", "language", "created_by", "created_at", "published_at"]
    beside = ["created_by"]
    too_long = ["content"]
    search_fields = ["sha256__exact"]
    is_private = True

    @admin.display(description=Revision._meta.get_field("number").verbose_name)
    def in_order(self, revision: Revision) -> int:
        return revision.number


@admin.register(ConsentLink)
class ConsentLinkAdmin(OfPiece):
    """That a link was sent and what became of it; the link itself is nowhere, so nobody here can answer by it."""

    list_display = ["number", "of", "institution", "created_at", "answered_at", "replaced_at", "expires_at"]
    beside = ["institution"]
    is_private = True


@admin.register(Consent)
class ConsentAdmin(OfPiece):
    list_display = ["number", "of", "institution", "decision", "decided_at"]
    list_filter = ["decision"]
    beside = ["institution"]
    is_private = True


@admin.register(ReviewComment)
class ReviewCommentAdmin(OfPiece):
    list_display = ["number", "of", "created_at", "settled_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter)]
    is_private = True


@admin.register(StateEntry)
class StateEntryAdmin(OfPiece):
    list_display = ["number", "of", "state", "entered_at", "by"]
    list_filter = ["state"]
    beside = ["by"]
    is_private = True


@admin.register(UnsavedText)
class UnsavedTextAdmin(OfPiece):
    """That somebody is writing; what they have typed they have not said to anybody yet."""

    list_display = ["number", "of", "writer", "saved_at"]
    fields = ["piece", "writer", "base_version", "saved_at"]
    beside = ["writer"]
    too_long = ["content"]
    is_private = True
