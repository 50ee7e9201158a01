"""Who is coming, or came, as numbers: counted from the registrations, never typed. The one place that counts them.

An organisation counts once however it was given: the institution on record, or the name that was typed, in any
case, accents and spacing. The side of the world is that of the person's country, else of their institution's.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F, Func, JSONField

from community.models import Country
from events.models import LearningEvent
from events.models.choices import RegistrationStatus, Represents
from events.models.registrations import RegistrationQuerySet

# For `annotate(turnout=TURNOUT)` on learning events; the counting is in events/sql/turnout.sql.
TURNOUT = Func(F("pk"), function="events_turnout", output_field=JSONField())


@dataclass(frozen=True)
class Turnout:
    """People, the organisations they come from, for whom they come, and from which side of the world."""

    people: int
    organisations: int
    north: int
    south: int
    by_represents: dict[str, int]

    @classmethod
    def read(cls, figures: dict[str, int], who: str) -> Self:
        return cls(
            people=figures[who],
            organisations=figures[f"{who}_organisations"],
            north=figures[f"{who}_{Country.Side.NORTH.value}"],
            south=figures[f"{who}_{Country.Side.SOUTH.value}"],
            by_represents={code: figures[f"{who}_{code}"] for code in Represents.values},
        )

    @property
    def groups(self) -> list[tuple[str, str, int]]:
        """Those that come at all, as code, words and number."""
        counted = ((code, str(label), self.by_represents[code]) for code, label in Represents.choices)
        return [group for group in counted if group[2]]


@dataclass(frozen=True)
class Turnouts:
    """Those with a place; of these those who took part, where attendance was taken; and how many wait."""

    seated: Turnout
    attended: Turnout
    waiting: int

    @property
    def attendance_taken(self) -> bool:
        return self.attended.people > 0

    @property
    def counting(self) -> Turnout:
        """Those who count: once attendance was taken, who took part."""
        return self.attended if self.attendance_taken else self.seated


def turnouts_of(event: Any) -> Turnouts:
    """Read with the event where its queryset had `TURNOUT`, else in one query."""
    figures = getattr(event, "turnout", None) or _count(event)
    return Turnouts(Turnout.read(figures, "seated"), Turnout.read(figures, "attended"), figures["waiting"])


def who_counts(event: LearningEvent) -> RegistrationQuerySet:
    """The registrations themselves of those who count."""
    took_part = event.registrations.filter(status=RegistrationStatus.ATTENDED)
    if took_part.exists():
        return took_part
    seated: RegistrationQuerySet = event.registrations.seated()
    return seated


def _count(event: LearningEvent) -> Any:
    counted = LearningEvent.objects.filter(pk=event.pk).order_by().annotate(turnout=TURNOUT)
    return counted.values_list("turnout", flat=True).get()
