"""The ladder as one page: what each rung asks for, how many stand on it, and a few that one may read."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advice.lineage.conditions import CONDITIONS, Condition
from advice.lineage.rungs import LADDER, Rung, rung_of
from core.keeping import Kept
from partnerships.cards import cards, printed
from partnerships.models import Partnership
from partnerships.models.partnership import PartnershipQuerySet

EXAMPLES = 2
KEPT_FOR = 60.0
MEANS: dict[Rung, str | Promise] = {
    Rung.IN_COUNTRY: _("Institutions of one country learn from each other: county from county, agency from agency."),
    Rung.REGIONAL: _("Institutions of neighbouring countries, with much in common and some things not."),
    Rung.INTERNATIONAL: _("Institutions far apart, or of many regions at once."),
}

_kept: Kept[Counter[str]] = Kept(KEPT_FOR)


@dataclass(frozen=True)
class Step:
    rung: Rung
    means: str | Promise
    conditions: tuple[Condition, ...]
    count: int
    examples: list[dict[str, Any]]


@dataclass(frozen=True)
class Ladder:
    steps: list[Step]
    unknown: int


def ladder(user: Any) -> Ladder:
    """Real records that this reader may see; the examples are those that changed last."""
    seen = _counted(user)
    counts = _counts(user)
    chosen = {rung: _latest(seen, rung) for rung in LADDER}
    found = list(printed(Partnership.objects.filter(pk__in=[pk for pks in chosen.values() for pk in pks])))
    drawn = dict(zip([each.pk for each in found], cards(found), strict=True))
    steps = [
        Step(rung, MEANS[rung], CONDITIONS[rung], counts.get(rung, 0), [drawn[pk] for pk in chosen[rung]])
        for rung in LADDER
    ]
    return Ladder(steps, counts.get(Rung.UNKNOWN, 0))


def on_rung(user: Any, rung: Rung) -> PartnershipQuerySet:
    """All of one rung, as they are counted."""
    found: PartnershipQuerySet = printed(_counted(user).filter(rung=rung))
    return found


def _counts(user: Any) -> Counter[str]:
    """The public ones are counted once for all readers, and what this one sees beyond them each time."""
    public = _kept("public", 0, lambda: _by_rung(_counted(AnonymousUser())))
    if not user.is_authenticated:
        return public
    return public + _by_rung(Partnership.objects.beyond_public(user).real().annotate(rung=rung_of()))


def _by_rung(seen: Any) -> Counter[str]:
    return Counter(dict(seen.order_by().values_list("rung").annotate(Count("pk"))))


def _counted(user: Any) -> Any:
    return Partnership.objects.listed_for(user).real().annotate(rung=rung_of())


def _latest(seen: Any, rung: Rung) -> list[int]:
    return list(seen.filter(rung=rung).order_by("-changed_at", "-pk").values_list("pk", flat=True)[:EXAMPLES])
