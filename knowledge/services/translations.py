"""A published piece in another language: written once, written over only by who has read what it replaces."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from community.models import User
from core.versions import check_version
from knowledge.locking import locked
from knowledge.models import Piece, Translation


@transaction.atomic
def save_translation(
    *,
    piece: Piece,
    language: str,
    content: Mapping[str, str],
    state: str,
    of_sha256: str,
    seen_at: datetime | None,
    by: User,
) -> Any:
    """`of_sha256` is the wording that its writer translated, so one that moved meanwhile is known as outdated.

    Raises EditedMeanwhile when somebody else saved this language since `seen_at`.
    """
    locked(piece)
    stored = Translation.objects.filter(piece=piece, language=language).first()
    if stored:
        check_version(stored, seen_at)
    translation = stored or Translation(piece_id=piece.pk, language=language)
    translation.content, translation.state, translation.of_sha256 = dict(content), state, of_sha256
    translation.by = by
    translation.save()
    return translation
