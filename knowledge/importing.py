"""A bibliography file before it is brought in: what each entry is, what it lacks, and what is here already."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from knowledge import doubles
from knowledge.bibliography.cleaning import Faulty, clean_work
from knowledge.bibliography.formats import read
from knowledge.bibliography.works import Work
from knowledge.models import Resource


@dataclass
class Row:
    """An entry of the file, in its place: a work with remarks, or the fault that keeps it out."""

    place: str
    work: Work | None = None
    remarks: list[str] = field(default_factory=list)
    fault: str = ""
    here: Resource | None = None

    @property
    def is_new(self) -> bool:
        return self.work is not None and self.here is None


@dataclass(frozen=True)
class Plan:
    rows: list[Row]

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if row.is_new]

    @property
    def here(self) -> list[Row]:
        return [row for row in self.rows if row.here]

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows if row.fault]

    @property
    def works(self) -> list[Work]:
        return [row.work for row in self.rows if row.work]


def plan(text: str, name: str, user: Any) -> Plan:
    rows = [_row(entry.place, entry.raw, entry.fault) for entry in read(text, name)]
    sound = [row for row in rows if row.work]
    works = [row.work for row in sound if row.work]
    for place, here in doubles.known(works, user).items():
        sound[place].here = here
    for place, first in doubles.repeated(works).items():
        if not sound[place].here:
            sound[place].work, sound[place].remarks = None, []
            sound[place].fault = _("It stands in this file twice: see %(place)s.") % {"place": sound[first].place}
    return Plan(rows)


def _row(place: str, raw: dict[str, Any], fault: str) -> Row:
    if fault:
        return Row(place, fault=fault)
    try:
        work, remarks = clean_work(raw)
    except Faulty as faulty:
        return Row(place, fault=str(faulty))
    return Row(place, work, remarks)
