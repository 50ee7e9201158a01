"""What a report says of how many came: counted from the registrations, or as the source states it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from events.turnout import Turnout, turnouts_of


@dataclass(frozen=True)
class Counts:
    """None where nothing is known; `note` says what the figures rest on."""

    participants: int | None
    organisations: int | None
    north: int | None
    south: int | None
    note: str

    def as_dict(self) -> dict[str, int | str | None]:
        return asdict(self)


def counts_of(event: Any) -> Counts:
    """Those who took part if attendance was taken, else those who had a place; else what the source states."""
    found = turnouts_of(event)
    if found.attendance_taken:
        return _counted(found.attended, _("Counted from the attendance taken at the event."))
    if found.seated.people:
        return _counted(found.seated, _("Counted from confirmed registrations; attendance was not taken."))
    if event.stated_participants is None and event.stated_organisations is None:
        return Counts(None, None, None, None, "")
    note = _("As stated in the source (%(source)s).") % {"source": event.stated_source}
    return Counts(event.stated_participants, event.stated_organisations, None, None, note)


def _counted(who: Turnout, note: str) -> Counts:
    return Counts(who.people, who.organisations, who.north, who.south, note)
