"""Who looks after a record at each institution that takes part, as its parties read it on the record's page."""

from typing import Any

from partnerships.models import Holding, Partnership
from partnerships.permissions import is_party


def of_partnership(partnership: Partnership, user: Any) -> list[tuple[str, str]] | None:
    """Institution and colleague; of other institutions only whoever shows their name to other members."""
    if partnership.is_draft or not is_party(user, partnership):
        return None
    holdings = Holding.objects.filter(partnership=partnership.revises_id or partnership.pk)
    found = [
        (holding.institution.name, holding.holder.display_name)
        for holding in holdings.select_related("institution", "holder__profile")
        if _shows_name(holding, user)
    ]
    return found or None


def _shows_name(holding: Holding, user: Any) -> bool:
    """Colleagues know each other; a person without a profile has hidden nothing."""
    if holding.institution_id in user.institution_ids:
        return True
    profile = getattr(holding.holder, "profile", None)
    return profile is None or bool(profile.shows("name", user))
