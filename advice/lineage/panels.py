"""What the page of a partnership shows of its family: what it grew out of, and what grew out of it."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from advice.lineage.family import Family, family_of
from partnerships.models import Partnership
from partnerships.permissions import can_edit

HAS_GROWN = "SELECT EXISTS (SELECT 1 FROM partnerships_partnership WHERE scaled_from_id = %s)"


@dataclass(frozen=True)
class FamilyPanel:
    partnership: Partnership
    family: Family | None
    may_say: bool


def of_partnership(partnership: Partnership, user: Any) -> FamilyPanel | None:
    """Nothing where no family is to be seen and nobody who could say so. Most records have none: that is asked first."""
    if partnership.revises_id:
        return None
    may_say = can_edit(user, partnership)
    family = family_of(partnership, user) if partnership.scaled_from_id or _has_grown(partnership) else None
    if family and not family.has_others:
        family = None
    return FamilyPanel(partnership, family, may_say) if family or may_say else None


def _has_grown(partnership: Partnership) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HAS_GROWN, [partnership.pk])
        return bool(cursor.fetchone()[0])
