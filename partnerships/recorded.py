"""What is recorded of a partnership beyond its own row: which kinds of parts there are, and what of them one sees."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from partnerships import permissions_parts
from partnerships.models import (
    Activity,
    Adaptation,
    Agreement,
    Commitment,
    ComplementaryModality,
    Contact,
    ContextNote,
    CostLine,
    Document,
    LearningEntry,
    PartConsent,
    Partnership,
    Repurposing,
    StageChange,
    Terms,
)

# The parts by the word that addresses call them by.
PARTS: dict[str, Any] = {
    "exchange": Activity,
    "lesson": LearningEntry,
    "adaptation": Adaptation,
    "repurposing": Repurposing,
    "agreement": Agreement,
    "commitment": Commitment,
    "support": ComplementaryModality,
    "note": ContextNote,
    "document": Document,
    "cost": CostLine,
    "contact": Contact,
    "terms": Terms,
}
NAMES: dict[Any, str] = {kind: name for name, kind in PARTS.items()}
# Parts that both sides together can open further than to the parties.
OPENABLE: set[str] = set(PARTS) - {"note", "contact"}
KINDS: tuple[Any, ...] = (*PARTS.values(), StageChange, PartConsent)
RECORDED = " UNION ALL ".join(
    f"SELECT '{kind._meta.label}' WHERE EXISTS (SELECT 1 FROM {kind._meta.db_table} WHERE partnership_id = %(pk)s)"  # noqa: S608 - tables
    for kind in KINDS
)


def add_openable(name: str, kind: Any) -> None:
    """Let the parties open a kind of part of an upper app as they open those of the register.

    Fields that are no words of it stand in its `NOT_AGREED`; `agreed_details()`, where it has that, gives what
    hangs on it and is agreed to with it, as plain data.
    """
    PARTS[name] = kind
    NAMES[kind] = name
    OPENABLE.add(name)


@dataclass(frozen=True)
class Seen:
    """What somebody may see of a record's parts; kinds of which there are none are not asked for."""

    partnership: Partnership
    user: Any
    kinds: set[Any]

    def __call__(self, kind: Any, *order: str, related: tuple[str, ...] = ()) -> list[Any]:
        """The parts of a kind, each with what this person may do with it."""
        if kind not in self.kinds:
            return []
        found = kind.objects.visible_to(self.user).filter(partnership=self.partnership).order_by(*order)
        parts = list(found.select_related(*related) if related else found)
        for part in parts:
            self._mark(part, NAMES[kind])
        return parts

    def _mark(self, part: Any, name: str) -> None:
        part.partnership = self.partnership
        part.may_edit = permissions_parts.can_edit_part(self.user, self.partnership, name, part)
        part.may_remove = permissions_parts.can_remove_part(self.user, self.partnership, name, part)
        part.may_open = name in OPENABLE and permissions_parts.can_open_part(self.user, self.partnership, part)


def recorded(partnership: Partnership) -> set[Any]:
    """The kinds of parts that hang on a record at all, whoever may see them; one query instead of one a kind."""
    with connection.cursor() as cursor:
        cursor.execute(RECORDED, {"pk": partnership.pk})
        found = {label for (label,) in cursor.fetchall()}
    return {kind for kind in KINDS if kind._meta.label in found}
