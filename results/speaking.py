"""For which institution a person writes results down."""

from typing import Any

from partnerships.models import Partnership
from partnerships.permissions import members_spoken_for


def institution_of(user: Any, partnership: Partnership) -> int | None:
    """Of a principal that this person speaks for, else of any member they speak for or belong to."""
    spoken_for = members_spoken_for(user, partnership)
    principal = [member for member in spoken_for if member.side in member.PRINCIPAL_SIDES]
    belongs = [member for member in partnership.members.all() if member.institution_id in user.institution_ids]
    found = [*principal, *spoken_for, *belongs]
    return found[0].institution_id if found else None
