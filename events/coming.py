"""Who is coming, as the page of an event draws it: a number, and a bar of shares."""

from dataclasses import dataclass
from typing import Any

from events.models.choices import Represents
from events.turnout import turnouts_of

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


def coming_to(event: Any) -> Coming:
    seated = turnouts_of(event).seated
    start, shares = 0.0, []
    for code, label, count in seated.groups:
        width = 100 * count / seated.people
        shares.append(Share(SIDES[Represents(code)], label, count, _percent(start), _percent(width)))
        start += width
    return Coming(seated.people, seated.organisations, shares)


def _percent(number: float) -> str:
    """With a point in every language."""
    return f"{number:.2f}%"
