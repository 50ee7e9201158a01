"""The published works that the portal knows of on its first day: titles, names, years and addresses."""

from pathlib import Path

from django.db import transaction

from knowledge.importing import plan
from knowledge.models import StateEntry
from knowledge.services.resources import bring_in

FILE = Path(__file__).resolve().parent.parent / "data" / "bibliography.csv"
SOURCE = "bibliography.csv, as it comes with the portal"


@transaction.atomic
def load_bibliography() -> int:
    """How many came. Once some have come, what people made of them stays, and what they took away stays away."""
    if StateEntry.objects.filter(reason=SOURCE).exists():
        return 0
    works = plan(FILE.read_text(encoding="utf-8"), FILE.name, None).works
    return len(bring_in(works, by=None, source=SOURCE).new)
