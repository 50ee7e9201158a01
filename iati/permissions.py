"""Who may bring published files, and who decides what is made of them."""

from typing import Any

from iati.models import Reading, Source
from partnerships.permissions import can_import, can_remove_import

__all__ = ["can_bring", "can_remove_source", "can_work_on"]


def can_bring(user: Any) -> bool:
    """Whoever may bring a spreadsheet of partnerships may bring a published file."""
    return can_import(user)


def can_work_on(user: Any, source: Source | Reading) -> bool:
    """Choose, confirm sides and write: its owner, for it is written with their rights; and the secretariat."""
    return can_import(user) and (source.owner_id == user.pk or user.role in user.SECRETARIAT_ROLES)


def can_remove_source(user: Any) -> bool:
    """Forget a source with what was read of it; what came of it stays. For the secretariat alone."""
    return can_remove_import(user)
