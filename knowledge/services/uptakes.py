"""A reader's word back to the author: told once a kind, told again it is put right; hidden, it is kept."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import Institution, User
from knowledge.models import Piece, Uptake
from knowledge.uptake_letters import tell_authors


@transaction.atomic
def tell_uptake(*, piece: Piece, kind: str, text: str, language: str, institution: Institution | None, by: User) -> Any:
    """Stores what `by` did with the piece and lets its authors know, the first time. Told twice, it is put right.

    What was taken off the page stays off it.
    """
    told = {"text": text, "language": language, "institution": institution}
    uptake, is_new = Uptake.objects.update_or_create(piece=piece, user=by, kind=kind, defaults=told)
    if is_new:
        tell_authors(uptake)
    return uptake


def hide_uptake(uptake: Uptake, *, by: User) -> None:
    """Off the page; the row stays, so that it is known who took it off and when. A second time changes nothing."""
    Uptake.objects.filter(pk=uptake.pk, hidden_at=None).update(hidden_at=timezone.now(), hidden_by=by)
