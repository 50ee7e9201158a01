"""Who may do what with digests. The only place that decides it."""

from typing import Any

from community.permissions import is_secretariat


def can_follow(user: Any) -> bool:
    """Everyone with an account chooses for themselves, whatever they may read."""
    return bool(user.is_authenticated and user.is_active)


def can_edit_editions(user: Any) -> bool:
    """Note, choice, preview, approval: the secretariat."""
    return is_secretariat(user)


def can_preview_for_person(user: Any) -> bool:
    """What a digest tells a person shows what they follow; that is for administrators alone."""
    return bool(user.is_authenticated and user.is_administrator)
