"""The parts of one record as tables: the rows and the columns that their reader sees on its page."""

from typing import Any

from partnerships.models import Contact, Partnership
from partnerships.openings import words_of
from partnerships.recorded import PARTS

# The name of a table in its address, and the kind of part that its rows are.
TABLES = {
    "exchanges": "exchange",
    "lessons": "lesson",
    "adaptations": "adaptation",
    "repurposed": "repurposing",
    "agreements": "agreement",
    "commitments": "commitment",
    "support": "support",
    "context-notes": "note",
    "costs": "cost",
    "contacts": "contact",
}
# What a part points to may be for fewer people than the part: it is named on the page to those who see both.
HIDDEN = frozenset({"activity"})
# Never the address of a person: letters go through the portal.
OF_CONTACTS = ["institution", "country", "name", "role", "job_title"]


def header(table: str) -> list[str]:
    model = PARTS[TABLES[table]]
    if model is Contact:
        return OF_CONTACTS
    return [*(field.name for field in words_of(model) if field.name not in HIDDEN), "visibility"]


def rows(table: str, partnership: Partnership, user: Any) -> list[list[Any]]:
    """What this person may see of one kind of part, oldest first."""
    model = PARTS[TABLES[table]]
    tied = [field.name for field in words_of(model) if field.is_relation and field.name not in HIDDEN]
    if model is Contact:
        tied = ["institution", "institution__country"]
    found = model.objects.visible_to(user).filter(partnership=partnership).order_by("pk")
    parts = found.select_related(*tied) if tied else found
    return [[_cell(part, name) for name in header(table)] for part in parts]


def _cell(part: Any, name: str) -> Any:
    if name == "country":
        return part.institution.country_id or ""
    value = getattr(part, name)
    return str(value) if value is not None else ""
