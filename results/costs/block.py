"""The costs of a selection in words and charts; a ratio is refused, with its reason, until enough is corroborated."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Range, RangeChart
from core.charts.numbers import in_short
from partnerships.models.choices import Kind
from results.costs.working_out import FEWEST, CostOfGroup, read

THOUSAND = 1000


@dataclass(frozen=True)
class CostBlock:
    """`refusal` says why there is no ratio; the charts are None where too few costs are known."""

    total: CostOfGroup
    partnerships: int
    coverage: str
    per_partnership: RangeChart | None
    per_outcome: RangeChart | None
    refusal: str
    brokering: str
    unconverted: str


def cost_block(rows: list[dict[str, Any]], partnerships: int) -> CostBlock | None:
    """What the page says; None where no cost is told at all."""
    total, kinds = read(rows)
    if total is None:
        return None
    coverage = _("Costs of both sides known for %(known)s of %(all)s") % {"known": total.known, "all": partnerships}
    return CostBlock(
        total=total,
        partnerships=partnerships,
        coverage=coverage,
        per_partnership=_per_partnership(total, kinds, coverage) if total.shows_spread else None,
        per_outcome=_per_outcome(total, kinds, coverage) if total.shows_ratio else None,
        refusal="" if total.shows_ratio else _refusal(total),
        brokering=_brokering(total),
        unconverted=_unconverted(total),
    )


def spent(rows: list[dict[str, Any]]) -> str:
    """`USD 38.2 m`, of what is told and could be converted; nothing where nothing is."""
    total, _kinds = read(rows)
    return _("USD %(amount)s") % {"amount": in_short(total.usd)} if total and total.usd else ""


def _refusal(total: CostOfGroup) -> str:
    return _(
        "No cost per outcome is shown. It takes %(fewest)d partnerships of which the costs of both sides are known and "
        "at least one outcome is corroborated or better; here there are %(found)d."
    ) % {"fewest": FEWEST, "found": total.with_outcomes}


def _per_partnership(total: CostOfGroup, kinds: list[CostOfGroup], coverage: str) -> RangeChart:
    shown = [(group, group.spread) for group in _in_order(kinds) if group.shows_spread]
    rows = [(_all(), total, total.spread), *((_label(group), group, spread) for group, spread in shown)]
    return RangeChart(
        title=_("Cost of a partnership"),
        subtitle=f"{_('USD thousand. Dot: median. Line: middle 80%.')} {coverage}.",
        unit=_("USD thousand"),
        label_head=_("Kind"),
        count_head=_("Partnerships"),
        how_url=reverse("results:method") + "#costs",
        ranges=[_range(label, spread, str(group.known)) for label, group, spread in rows if spread],
    )


def _per_outcome(total: CostOfGroup, kinds: list[CostOfGroup], coverage: str) -> RangeChart:
    """Each kind beside all kinds together, which is what it is compared with; in one order, whatever they cost."""
    comparator = total.ratio[1] / THOUSAND if total.ratio else None
    shown = [(group, group.ratio) for group in _in_order(kinds) if group.shows_ratio]
    rows = [(_all(), total, total.ratio, None), *((_label(g), g, ratio, comparator) for g, ratio in shown)]
    return RangeChart(
        title=_("Cost per corroborated outcome"),
        subtitle=f"{_('USD thousand. Dot: median. Line: middle 80%.')} {coverage}.",
        unit=_("USD thousand"),
        label_head=_("Kind"),
        compared_label=_("All kinds together"),
        count_head=_("Partnerships"),
        how_url=reverse("results:method") + "#costs",
        ranges=[_range(label, ratio, str(g.with_outcomes), compared) for label, g, ratio, compared in rows if ratio],
    )


def _range(label: str, spread: list[float], count: str, compared: float | None = None) -> Range:
    low, middle, high = (round(value / THOUSAND, 1) for value in spread)
    return Range(label, low, middle, high, compared=round(compared, 1) if compared else None, count=count)


def _in_order(kinds: list[CostOfGroup]) -> list[CostOfGroup]:
    """As the kinds are listed everywhere: an order by cost would be a league table."""
    return sorted(kinds, key=lambda group: Kind.values.index(group.kind))


def _label(group: CostOfGroup) -> str:
    return str(Kind(group.kind).label)


def _all() -> str:
    return _("All kinds")


def _brokering(total: CostOfGroup) -> str:
    if not total.brokered or total.brokering is None:
        return _("Nobody has told what the brokering took before the partners signed.")
    words = {"count": total.brokered, "amount": in_short(total.brokering)}
    return (
        ngettext(
            "Brokering took USD %(amount)s at the median, told by %(count)d partnership.",
            "Brokering took USD %(amount)s at the median, told by %(count)d partnerships.",
            total.brokered,
        )
        % words
    )


def _unconverted(total: CostOfGroup) -> str:
    if not total.unconverted:
        return ""
    return ngettext(
        "%(count)d cost could not be put into dollars: it has no date, no rate a day, or we hold no rate of its day.",
        "%(count)d costs could not be put into dollars: no date, no rate a day, or we hold no rate of their day.",
        total.unconverted,
    ) % {"count": total.unconverted}
