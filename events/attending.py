"""Who is coming, as numbers: counted from the registrations, never typed."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce, NullIf, Trim

from community.models import Country
from core.functions import Fold
from events.models import LearningEvent, Registration
from events.models.choices import RegistrationStatus, Represents
from events.models.registrations import RegistrationQuerySet

Side = Country.Side


@dataclass(frozen=True)
class Attending:
    """People, the institutions they come from, for whom they come, and from which side of the world."""

    people: int
    institutions: int
    north: int
    south: int
    by_represents: dict[str, int]
    waiting: int
    took_part: int

    @property
    def groups(self) -> list[tuple[str, str, int]]:
        """Those that come at all, as code, words and number."""
        counted = ((code, str(label), self.by_represents.get(code, 0)) for code, label in Represents.choices)
        return [group for group in counted if group[2]]


def attending(event: LearningEvent) -> RegistrationQuerySet:
    """Those who count: who has a place; once attendance was taken, who took part."""
    took_part = event.registrations.filter(status=RegistrationStatus.ATTENDED)
    if took_part.exists():
        return took_part
    seated: RegistrationQuerySet = event.registrations.seated()
    return seated


def attending_of(event: LearningEvent) -> Attending:
    """One query. An institution counts once, whether it was chosen or its name was typed."""
    rows = _counted(Registration.objects.filter(event=event))
    took_part = rows["took_part"]
    prefix = "took_part" if took_part else "seated"
    return Attending(
        people=rows[prefix],
        institutions=rows[f"{prefix}_institutions"],
        north=rows[f"{prefix}_north"],
        south=rows[f"{prefix}_south"],
        by_represents={code: rows[f"{prefix}_{code}"] for code in Represents.values},
        waiting=rows["waiting"],
        took_part=took_part,
    )


def _counted(rows: RegistrationQuerySet) -> dict[str, int]:
    house = NullIf(Fold(Trim(Coalesce(F("institution__name"), F("organisation")))), Value(""))
    rows = rows.annotate(house=house, side=Coalesce(F("country__side"), F("institution__country__side"), Value("")))
    which = {
        "seated": Q(status__in=(RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED)),
        "took_part": Q(status=RegistrationStatus.ATTENDED),
    }
    counts = {"waiting": Count("pk", filter=Q(status=RegistrationStatus.WAITLISTED))}
    for name, these in which.items():
        counts[name] = Count("pk", filter=these)
        counts[f"{name}_institutions"] = Count("house", distinct=True, filter=these)
        for side in (Side.NORTH, Side.SOUTH):
            counts[f"{name}_{side.value}"] = Count("pk", filter=these & Q(side=side))
        for code in Represents.values:
            counts[f"{name}_{code}"] = Count("pk", filter=these & Q(represents=code))
    return rows.aggregate(**counts)
