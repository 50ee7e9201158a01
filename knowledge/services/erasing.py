"""A person leaves for good: what only they have read goes with them; what others have read stays, unsigned."""

from django.db import transaction
from django.utils import timezone

from community.models import User
from core.append_only import rewriting_logs
from knowledge.attached import drop_attached
from knowledge.models import ConsentLink, Piece, ReviewComment, UnsavedText
from knowledge.models.choices import State
from knowledge.models.curation import NOBODY


@transaction.atomic
def forget_writing(user: User) -> None:
    """Their drafts, with pictures and files; their name beside other texts; what they typed and did not save."""
    UnsavedText.objects.filter(writer=user).delete()
    drafts = Piece.objects.filter(author=user, state=State.DRAFT, co_authors=None, first_published_at=None)
    with rewriting_logs():
        for piece in drafts.select_for_update(of=("self",)):
            drop_attached(piece)
            piece.delete()
    user.shared_pieces.clear()
    user.finding_notes.update(by=None)
    _forget_curation(user)
    Piece.objects.filter(author=user).update(author=None)


def _forget_curation(user: User) -> None:
    """Comments lose their name and links their address. What was said for an institution is its word, and stays."""
    ReviewComment.objects.filter(by=user).update(by=None, by_name="")
    links = ConsentLink.objects.filter(address__iexact=user.email)
    links.open().update(replaced_at=timezone.now())
    links.update(address=f"erased-{user.pk}{NOBODY}", name="")
