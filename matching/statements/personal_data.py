"""What a person entered of needs and offers: told to that person, and left to the institution without the name."""

from typing import Any

from community.models import User
from matching.statements.kinds import KINDS


def tell(user: User) -> dict[str, Any]:
    return {
        kind.plural: [
            {kind.telling: getattr(each, kind.telling), "institution": each.institution.name, "status": each.status}
            for each in kind.model.objects.filter(recorded_by=user).select_related("institution").order_by("pk")
        ]
        for kind in KINDS.values()
    }


def forget(user: User) -> None:
    """They were said for an institution and stay; who entered them goes."""
    for kind in KINDS.values():
        kind.model.objects.filter(recorded_by=user).update(recorded_by=None)
