"""Which record a report of a problem is about, and which institutions answer for it."""

from typing import Any

from core.models import Visibility
from partnerships.models import Partnership, PartnershipMember


def find_partnership(kwargs: dict[str, Any], user: Any) -> tuple[Partnership, list[int]] | None:
    """With its parties; None for what this person may not see, and for a draft, which is its author's alone."""
    visible = Partnership.objects.visible_to(user).exclude(visibility=Visibility.PRIVATE)
    found = visible.filter(slug=kwargs["slug"]).first()
    if found is None:
        return None
    members = PartnershipMember.objects.filter(partnership=found, institution__isnull=False)
    return found, sorted(set(members.values_list("institution_id", flat=True)))
