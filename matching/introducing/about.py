"""What the page of an introduction leads on to: its need, its offer, and the terms of what came of it."""

from typing import Any

from matching.models import Introduction, Need, Offer
from partnerships.models import Terms
from partnerships.permissions import can_read_terms
from partnerships.services.terms import latest


def about(introduction: Introduction, user: Any) -> dict[str, Need | Offer | Terms | None]:
    """Each as far as this person may see it."""
    return {
        "need": Need.objects.visible_to(user).filter(pk=introduction.need_id).first(),
        "offer": Offer.objects.visible_to(user).filter(pk=introduction.offer_id).first(),
        "terms": _terms(introduction, user),
    }


def _terms(introduction: Introduction, user: Any) -> Terms | None:
    """The newest wording, for the parties alone."""
    partnership = introduction.partnership
    if partnership is None or not can_read_terms(user, partnership):
        return None
    return latest(partnership)
