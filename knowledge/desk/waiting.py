"""What waits for the secretariat elsewhere, and for which texts others owe the next word."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Membership, ProblemReport
from knowledge.consents import owing
from knowledge.desk.queue import age
from knowledge.models import Piece
from knowledge.models.choices import State
from partnerships.models import Partnership

MOST_NAMED = 8


@dataclass(frozen=True)
class Pile:
    """Some things of one kind that wait, and since when the first of them does."""

    label: str | Promise
    count: int
    url: str
    since: datetime | None

    @property
    def age(self) -> str:
        return age(self.since) if self.since else ""


@dataclass(frozen=True)
class Debt:
    """Who owes the next step, for how many texts, the oldest since when."""

    name: str
    what: str | Promise
    count: int
    since: datetime
    url: str

    @property
    def age(self) -> str:
        return age(self.since)


def piles(user: Any) -> list[Pile]:
    """Requests to join, institutions that nobody speaks for, objections and reports; four queries."""
    joins, alone = _joins(user), _alone(user)
    objected = Partnership.objects.visible_to(user).on_record().filter(objected_at__isnull=False)
    objections = objected.order_by().aggregate(count=Count("pk"), since=Min("objected_at"))
    reports = ProblemReport.objects.visible_to(user).open().order_by()
    reported = reports.aggregate(count=Count("pk"), since=Min("created_at"))
    memberships, portfolio = reverse("community:memberships"), reverse("portfolio:list")
    found = [
        Pile(_("People who ask to join"), joins["count"], memberships, joins["since"]),
        Pile(_("Institutions for which nobody speaks yet"), alone["count"], memberships, alone["since"]),
        Pile(_("Objections to records"), objections["count"], f"{portfolio}?show=objected", objections["since"]),
        Pile(_("Reports of problems"), reported["count"], reverse("community:problems"), reported["since"]),
    ]
    return [pile for pile in found if pile.count]


def debts(user: Any) -> list[Debt]:
    """The longest first; three queries."""
    found = [*_of_parties(user), *_of_authors(user), *_of_curators(user)]
    return sorted(found, key=lambda debt: debt.since)[:MOST_NAMED]


def _joins(user: Any) -> dict[str, Any]:
    requests = Membership.objects.decidable_by(user).filter(user__is_active=True).order_by()
    return requests.aggregate(count=Count("pk"), since=Min("created_at"))


def _alone(user: Any) -> dict[str, Any]:
    """Institutions that somebody asks to join, where nobody can say yes but the secretariat."""
    speakers = Membership.objects.active().focal_points().filter(institution=OuterRef("institution"))
    requests = Membership.objects.decidable_by(user).filter(~Exists(speakers), user__is_active=True).order_by()
    return requests.aggregate(count=Count("institution", distinct=True), since=Min("created_at"))


def _of_parties(user: Any) -> list[Debt]:
    pieces = Piece.objects.visible_to(user).order_by().values("pk")
    rows = _grouped(owing().filter(piece__in=pieces), F("institution__name"), "piece__state_since", "institution")
    return _debts(rows, gettext_lazy("to agree"), State.WITH_PARTNER)


def _of_authors(user: Any) -> list[Debt]:
    pieces = Piece.objects.visible_to(user).filter(state=State.CHANGES_REQUESTED).order_by()
    rows = _grouped(pieces, F("author__name"), "state_since", "author")
    return _debts(rows, gettext_lazy("to make changes"), State.CHANGES_REQUESTED)


def _of_curators(user: Any) -> list[Debt]:
    """What lies at the desk itself, without what only waits for its hour."""
    at_desk = Q(state__in=[State.SUBMITTED, State.IN_REVIEW]) | Q(state=State.READY, publish_at=None)
    rows = _grouped(Piece.objects.visible_to(user).filter(at_desk).order_by(), F("owner__name"), "state_since", "owner")
    return _debts(rows, gettext_lazy("to curate"), "all")


def _grouped(rows: QuerySet[Any], name: Any, since: str, by: str) -> Any:
    named = rows.annotate(who=name).values("who", by)
    return named.annotate(count=Count("pk"), since=Min(since))


def _debts(rows: Any, what: str | Promise, tab: str) -> list[Debt]:
    url = f"?state={tab}"
    return [Debt(each["who"] or _("Nobody yet"), what, each["count"], each["since"], url) for each in rows]
