"""What an institution, or those of a country, need and offer: on their pages."""

from dataclasses import dataclass
from typing import Any

from community.models import Country, Institution
from matching import permissions
from matching.statements.kinds import KINDS, StatementKind
from matching.statements.pages import add_free_places, rows

SHOWN = 5


@dataclass(frozen=True)
class OfKind:
    """The latest ones; `all_url` leads to the list where there are more."""

    kind: StatementKind
    rows: list[Any]
    all_url: str


def of_institution(institution: Institution, user: Any) -> dict[str, Any] | None:
    """Nothing where nothing is open and nobody could add it."""
    found = _latest({"institution": institution}, user, "")
    may_state = permissions.is_member(user) and institution.pk in user.institution_ids
    return {"groups": found, "may_state": may_state} if found or may_state else None


def of_country(country: Country, user: Any) -> dict[str, Any] | None:
    found = _latest({"institution__country": country}, user, f"?country={country.pk}")
    return {"groups": found, "may_state": False} if found else None


def _latest(of: dict[str, Any], user: Any, address: str) -> list[OfKind]:
    groups = []
    for kind in KINDS.values():
        listed = kind.model.objects.listed_for(user).filter(**of).order_by("-changed_at", "-pk")
        latest = list(rows(listed)[: SHOWN + 1])
        add_free_places(kind, latest[:SHOWN])
        if latest:
            has_more = len(latest) > SHOWN and address
            groups.append(OfKind(kind, latest[:SHOWN], kind.list_url + address if has_more else ""))
    return groups
