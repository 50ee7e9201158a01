"""The queue of introductions: what waits for whom, for how long, and who carries how much."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from community.models import User
from matching.models import Introduction
from matching.models.choices import IntroductionStatus

MINE, NOBODYS, ALL = "mine", "nobodys", "all"
BEFORE_SENDING = (IntroductionStatus.PROPOSED, IntroductionStatus.BROKER_REVIEW)


@dataclass(frozen=True)
class Load:
    """How many open introductions a broker looks after, and how many of them are late."""

    name: str
    open: int
    late: int


def late() -> Q:
    """Not answered by the promised day, or not ended by the deadline."""
    today = timezone.localdate()
    return Q(answered_at=None, answer_by__lt=today) | Q(deadline__lt=today)


def queue(user: Any, whose: str = ALL, state: str = "") -> QuerySet[Introduction]:
    """Open introductions that this broker may see, what was asked first before the rest.

    Each with the `minutes` spent on it, and whether it `is_late`.
    """
    found = Introduction.objects.visible_to(user).open().for_listing()
    if whose == MINE:
        found = found.filter(owner=user)
    elif whose == NOBODYS:
        found = found.filter(owner=None)
    if state:
        found = found.filter(status=state)
    return found.annotate(minutes=Sum("times__minutes"), is_late=late()).order_by("asked_at", "pk")


def states(user: Any) -> dict[str, int]:
    """How many stand in each state."""
    rows = Introduction.objects.visible_to(user).open().order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)


def loads(user: Any) -> list[Load]:
    """By broker, who carries most first; what nobody looks after is not among them."""
    open_ones = Introduction.objects.visible_to(user).open().exclude(owner=None).order_by()
    rows = open_ones.values("owner").annotate(n=Count("pk"), late=Count("pk", filter=late())).order_by("-n", "owner")
    people = User.objects.in_bulk([row["owner"] for row in rows])
    return [Load(people[row["owner"]].display_name, row["n"], row["late"]) for row in rows]


def nobodys(user: Any) -> int:
    return Introduction.objects.visible_to(user).open().filter(owner=None).count()


def brokers() -> QuerySet[User]:
    """Who may look after introductions."""
    return User.objects.active().editors().order_by(F("name"), "pk")
