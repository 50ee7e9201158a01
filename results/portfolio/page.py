"""The portfolio page: what it says in its first sentence, its dots, the newest outcomes and what stands beside them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import DotChart, DotRow, LineChart, Series
from results.costs.block import cost_block, spent
from results.models import HarvestedOutcome, PortfolioFigures
from results.models.choices import Evidence, Level
from results.portfolio import options
from results.portfolio.counts import STRONGEST_FIRST, OutcomeCounts
from results.selections import Selection

NEWEST = 5


@dataclass(frozen=True)
class ScoreRow:
    """So many indicators of a level stand at this score of a scale that goes up to `of`."""

    level: str
    score: int
    of: int
    count: int


@dataclass(frozen=True)
class TargetRow:
    label: str
    url: str
    count: int
    corroborated: int


def headline(counts: OutcomeCounts) -> str:
    """What the page says first; a share only beside the number it is a share of."""
    verified = counts.of_evidence(Evidence.VERIFIED)
    recorded = ngettext("%(count)d change recorded", "%(count)d changes recorded", counts.total) % {
        "count": counts.total
    }
    if not counts.total:
        return _("No change recorded here yet")
    if not verified:
        return _("%(recorded)s, none independently verified yet") % {"recorded": recorded}
    one_in = round(counts.total / verified)
    if counts.total < 10 or one_in > 20:
        return _("%(recorded)s, %(verified)d independently verified") % {"recorded": recorded, "verified": verified}
    if one_in < 2:
        return _("%(recorded)s, most of them independently verified") % {"recorded": recorded}
    return _("%(recorded)s, one in %(number)d independently verified") % {"recorded": recorded, "number": one_in}


def dots(counts: OutcomeCounts, selection: Selection) -> DotChart:
    """One dot an outcome, by level; each row leads to its outcomes."""
    here = reverse("results:outcomes")
    evidence = dict(Evidence.choices)
    return DotChart(
        title=_("Outcomes by level and strength of evidence"),
        steps=[str(evidence[word]) for word in STRONGEST_FIRST],
        rows=[
            DotRow(str(label), counts.of_level(level), level=level, url=here + _narrowed(selection, level).address())
            for level, label in Level.choices
        ],
    )


def _narrowed(selection: Selection, level: str) -> Selection:
    return Selection(dict(selection.values) | {"level": (level,)}, selection.since, selection.until)


def south_south(rows: list[list[Any]]) -> LineChart | None:
    """The share by the year in which partnerships began; None where fewer than two years are told."""
    if len(rows) < 2:
        return None
    return LineChart(
        title=_("Share that is South-South"),
        subtitle=_("Of partnerships begun in the year, whose direction is known"),
        unit="%",
        period_head=_("Year"),
        periods=[year for year, _share, _count in rows],
        series=[Series(_("South-South"), [share for _year, share, _count in rows])],
    )


def newest(selection: Selection, user: Any, known: options.Labels) -> list[HarvestedOutcome]:
    """The latest told, with the sector of the record in words."""
    found = (
        selection.apply(HarvestedOutcome.objects.listed_for(user))
        .select_related("partnership")
        .order_by("-changed_at", "-pk")
    )
    return with_sectors(list(found.defer("partnership__search")[:NEWEST]), known)


def with_sectors(outcomes: list[HarvestedOutcome], known: options.Labels) -> list[HarvestedOutcome]:
    """Each with the first of its record's sectors in words."""
    names = known["sector"]
    for outcome in outcomes:
        sectors = [token[7:] for token in outcome.tokens if token.startswith("sector=")]
        outcome.sector = next(  # type: ignore[attr-defined]
            (names[code] for code in sectors if code in names), ""
        )
    return outcomes


def portfolio_rows(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """The figures of the side column, those that are nothing left out."""
    exchanges, remote = data["exchanges"], data["remote"]
    rows = [
        (_("Partnerships"), data["partnerships"]),
        (_("of which open"), data["open"]),
        (_("Institutions"), data["institutions"]),
        (_("Countries"), data["countries"]),
        (_("Exchanges held"), exchanges),
        (_("of which remote"), f"{round(100 * remote / exchanges)}%" if exchanges else 0),
        (_("Costs told so far"), spent(data["costs"])),
    ]
    return [(label, value) for label, value in rows if value]


def target_rows(rows: list[list[Any]], known: options.Labels) -> list[TargetRow]:
    """The SDG targets that the selection's outcomes serve, each leading to them."""
    names = known["sdg"]
    here = reverse("results:outcomes")
    return [
        TargetRow(names.get(code, code), here + Selection({"sdg": (code,)}).address(), count, corroborated)
        for code, count, corroborated in rows
    ]


def context(
    selection: Selection, user: Any, counts: OutcomeCounts, known: options.Labels, kept: PortfolioFigures | None
) -> dict[str, Any]:
    """All that the page prints, but for what only its view knows; without `kept` figures, what needs none of them."""
    told = {
        "headline": headline(counts),
        "counts": counts,
        "dots": dots(counts, selection),
        "newest": newest(selection, user, known),
        "figures": kept,
    }
    return told | (_from_figures(kept, known) if kept else {})


def _from_figures(kept: PortfolioFigures, known: options.Labels) -> dict[str, Any]:
    level_words = {value: str(label) for value, label in Level.choices}
    return {
        "portfolio": portfolio_rows(kept.data),
        "south_south": south_south(kept.data["south_south"]),
        "scores": [ScoreRow(level_words.get(level, level), *rest) for level, *rest in kept.data["scores"]],
        "costs": cost_block(kept.data["costs"], kept.data["partnerships"]),
        "quotes": kept.data["quotes"],
        "targets": target_rows(kept.data["targets"], known),
    }
