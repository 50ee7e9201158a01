"""Which need or offer a report of a problem is about, and which institution answers for it."""

from typing import Any

from matching.models import Need, Offer
from matching.statements.kinds import StatementKind


def find_statement(kwargs: dict[str, Any], user: Any) -> tuple[Need | Offer, list[int]] | None:
    """None for what this person may not see."""
    kind: StatementKind = kwargs["kind"]
    found = kind.model.objects.visible_to(user).filter(pk=kwargs["pk"]).first()
    return (found, [found.institution_id]) if found else None
