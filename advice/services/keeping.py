"""Advice is kept for an institution, and a year later it says what it did and what came of it."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from advice.asking.rules import VERSION, Advised
from advice.models import ModalityAdvice
from community.models import Institution, User
from partnerships.models import Partnership


@transaction.atomic
def keep_advice(
    *,
    institution: Institution,
    answers: dict[str, str],
    advised: Advised,
    problem: str = "",
    sector: str = "",
    peers_found: dict[str, int] | None = None,
    key: uuid.UUID,
    by: User,
) -> ModalityAdvice:
    """The same form sent twice is kept once."""
    given: dict[str, Any] = {
        "institution": institution,
        "created_by": by,
        "problem": problem,
        "sector": sector,
        "answers": answers,
        "peers_found": peers_found or {},
        "advised": advised.advice,
        "forms": list(advised.forms),
        "rules": VERSION,
    }
    kept, _is_new = ModalityAdvice.objects.get_or_create(creation_key=key, defaults=given)
    return kept


@transaction.atomic
def say_what_was_done(
    *,
    advice: ModalityAdvice,
    chosen: str,
    came_of_it: str,
    came_note: str = "",
    partnership: Partnership | None = None,
) -> ModalityAdvice:
    """Said again it replaces what was said."""
    stored = ModalityAdvice.objects.select_for_update(of=("self",)).get(pk=advice.pk)
    stored.chosen, stored.came_of_it, stored.came_note = chosen, came_of_it, came_note
    stored.partnership, stored.told_at = partnership, timezone.now()
    stored.save()
    return stored
