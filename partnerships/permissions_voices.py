"""Who asks the other side for its word, reads its corrections, and objects.

Seeing the record is decided by `Partnership.objects.visible_to(user)`; these come after it.
"""

from typing import Any

from community.models import Membership
from partnerships.models import Partnership
from partnerships.permissions import is_party, members_spoken_for, speaks_for_party


def can_ask(user: Any, partnership: Partnership) -> bool:
    """Send a signed link to somebody who can confirm: who speaks for a party, and the author of the record."""
    if not user.is_authenticated or not user.is_active or partnership.is_draft:
        return False
    is_author = partnership.created_by_id == user.pk and is_party(user, partnership)
    return is_author or speaks_for_party(user, partnership)


def can_object(user: Any, partnership: Partnership) -> bool:
    """Say for one's own institution, on whatever side, that the record must not be shown as it is."""
    if not user.is_authenticated or not user.is_active or partnership.is_draft:
        return False
    return bool(members_spoken_for(user, partnership))


def can_read_corrections(user: Any, partnership: Partnership) -> bool:
    """The parties; and where the record came from a public source, the secretariat that decides about them."""
    if is_party(user, partnership):
        return True
    is_secretariat = user.is_authenticated and user.role in user.SECRETARIAT_ROLES
    return bool(is_secretariat and partnership.standing == Partnership.Standing.PUBLIC_SOURCE)


def can_withdraw(user: Any, partnership: Partnership, institution_id: int) -> bool:
    """Take back what one's own institution proposed."""
    return institution_id in {member.institution_id for member in members_spoken_for(user, partnership)}


def colleagues_of(user: Any) -> set[int]:
    """The people of the same institutions, and oneself."""
    own = Membership.objects.active().filter(institution__in=user.institution_ids)
    return {user.pk, *own.values_list("user_id", flat=True)}


def sees_address(user: Any, colleagues: set[int], institution_id: int, named_by: int | None) -> bool:
    """The institution whose people named the address, and the one it answers for; others get no more than a hint."""
    return named_by in colleagues or institution_id in user.institution_ids
