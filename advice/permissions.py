"""Who may do what with advice; who may see it says `ModalityAdvice.objects.visible_to`."""

from typing import Any

from advice.models import ModalityAdvice
from community.permissions import is_secretariat


def is_member(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.institution_ids)


def can_keep(user: Any) -> bool:
    """Keep advice for one's own institution."""
    return is_member(user)


def can_say(user: Any, advice: ModalityAdvice) -> bool:
    """Say what was done with it: everybody at the institution."""
    return is_member(user) and advice.institution_id in user.institution_ids


def reads_small_numbers(user: Any) -> bool:
    """The secretariat reads the comparison whole; others no number that could point to one institution."""
    return bool(user.is_authenticated and user.is_active and is_secretariat(user))
