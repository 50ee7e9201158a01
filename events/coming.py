"""Who is coming: counted from those who have a place, never typed."""

from dataclasses import dataclass

from django.db.models import Count, Q

from events.models import LearningEvent, Registration
from events.models.choices import Represents
from events.report_counts import ORGANISATION

# Each has the mark of a side in the register: who asks, who offers, who brokers.
SIDES = {
    Represents.GOVERNMENT: "demand",
    Represents.DONOR: "supply",
    Represents.NETWORK: "broker",
    Represents.OTHER: "other",
}


@dataclass(frozen=True)
class Share:
    """Those who come for one kind of institution; `start` and `width` draw the bar, as SVG writes them."""

    side: str
    label: str
    count: int
    start: str
    width: str


@dataclass(frozen=True)
class Coming:
    people: int
    institutions: int
    shares: list[Share]


def coming_to(event: LearningEvent) -> Coming:
    """In one query."""
    counts = {kind.value: Count("pk", filter=Q(represents=kind)) for kind in Represents}
    seated = Registration.objects.filter(event=event).seated().order_by().annotate(organisation_key=ORGANISATION)
    found = seated.aggregate(people=Count("pk"), institutions=Count("organisation_key", distinct=True), **counts)
    people, start, shares = found["people"], 0.0, []
    for kind in Represents:
        if count := found[kind.value]:
            width = 100 * count / people
            shares.append(Share(SIDES[kind], str(kind.label), count, _percent(start), _percent(width)))
            start += width
    return Coming(people, found["institutions"], shares)


def _percent(number: float) -> str:
    """With a point in every language."""
    return f"{number:.2f}%"
