"""What stands beside the outcomes: how many partnerships, where, and what scores and quotes say.

These count tens of thousands of rows, so they are worked out in the background and kept for each selection
(`PortfolioFigures`); the page says when that was. They are of public records, for every reader the same.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils import timezone

from partnerships.filters import BY_NAME
from partnerships.models import Partnership
from partnerships.models.choices import Direction, Stage
from partnerships.models.partnership import PartnershipQuerySet
from results.costs.working_out import costs
from results.models import HarvestedOutcome, PortfolioFigures
from results.portfolio.scores import quotes, scores
from results.selections import Selection

SHAPE = 1  # of what is kept; the next number whenever a release keeps other figures
FRESH = timedelta(minutes=10)
SMALL_REGISTER = 5_000  # records that are counted within a request, in some tens of milliseconds
FEWEST_A_YEAR = 5  # partnerships begun in a year before its share is drawn
MOST_TARGETS = 30
OPEN_STAGES = [Stage.SCOPING, Stage.FOUNDING, Stage.EXCHANGING, Stage.ADAPTING, Stage.CONSOLIDATING]
# Facets whose name differs from that of the directory.
DIRECTORY_NAMES = {"donor": "funder"}

WHO_AND_WHERE = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT
        (SELECT count(DISTINCT m.institution_id) FROM partnerships_partnershipmember m
          WHERE m.partnership_id IN (SELECT id FROM chosen)),
        (SELECT count(DISTINCT code) FROM chosen, unnest(chosen.country_codes) code),
        (SELECT count(*) FROM partnerships_activity a
          WHERE a.partnership_id IN (SELECT id FROM chosen) AND a.visibility = 'public' AND a.starts_on <= %s),
        (SELECT count(*) FROM partnerships_activity a
          WHERE a.partnership_id IN (SELECT id FROM chosen) AND a.visibility = 'public' AND a.starts_on <= %s
            AND a.mode = 'remote')
"""


def figures(selection: Selection) -> PortfolioFigures:
    """Those that are kept for it, worked out now if there are none yet: for files."""
    return kept_figures(selection) or work_out(selection)


def kept_figures(selection: Selection) -> PortfolioFigures | None:
    """What was kept by this release of the portal; what another one kept is of another shape."""
    kept = PortfolioFigures.objects.filter(selection=selection.name, data__shape=SHAPE)
    found: PortfolioFigures | None = kept.first()
    return found


def is_register_small() -> bool:
    """Whether counting takes so little that a page need not wait for the worker. An estimate, so that it costs nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [Partnership._meta.db_table])
        return bool(cursor.fetchone()[0] <= SMALL_REGISTER)


def is_stale(kept: PortfolioFigures) -> bool:
    return kept.worked_out_at < timezone.now() - FRESH


@transaction.atomic
def work_out(selection: Selection) -> PortfolioFigures:
    """Count everything anew and keep it; two at once keep the later."""
    chosen = partnerships_of(selection)
    data = {
        "shape": SHAPE,
        "partnerships": chosen.count(),
        "open": chosen.filter(stage__in=OPEN_STAGES).count(),
        **_who_and_where(chosen),
        "south_south": _south_south(chosen),
        "targets": _targets(selection),
        "costs": costs(chosen),
        "scores": scores(chosen),
        "quotes": quotes(chosen),
    }
    kept, _is_new = PortfolioFigures.objects.update_or_create(
        selection=selection.name, defaults={"data": data, "worked_out_at": timezone.now()}
    )
    return kept


def partnerships_of(selection: Selection) -> PartnershipQuerySet:
    """The public partnerships of a selection; of its years, those that ran in them."""
    found = Partnership.objects.public().on_record()
    for name, values in selection.about_partnerships().values.items():
        found = found.filter(BY_NAME[DIRECTORY_NAMES.get(name, name)].condition(values))
    if selection.until:
        found = found.filter(start__lt=str(selection.until + 1)).exclude(start="")
    if selection.since:
        found = found.filter(Q(end="") | Q(end__gte=str(selection.since)))
    return found


def _who_and_where(chosen: PartnershipQuerySet) -> dict[str, int]:
    sql, params = chosen.order_by().values_list("id", "country_codes").query.sql_with_params()
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(WHO_AND_WHERE.format(chosen=sql), [*params, today, today])
        numbers = cursor.fetchone()
    return dict(zip(("institutions", "countries", "exchanges", "remote"), numbers, strict=True))


def _south_south(chosen: PartnershipQuerySet) -> list[list[Any]]:
    """`[["2016", 22.0, 41], …]`: per cent of those begun in the year whose direction is known, and of how many."""
    known = chosen.exclude(direction=Direction.UNKNOWN).exclude(start="").order_by()
    rows = (
        known.annotate(year=Left("start", 4))
        .values_list("year")
        .annotate(n=Count("pk"), south=Count("pk", filter=Q(direction=Direction.SOUTH_SOUTH)))
        .order_by("year")
    )
    return [[year, round(100 * south / n, 1), n] for year, n, south in rows if n >= FEWEST_A_YEAR]


def _targets(selection: Selection) -> list[list[Any]]:
    """`[["16.6", 12, 5], …]`: outcomes of each SDG target, and how many are corroborated or better."""
    outcomes = selection.apply(HarvestedOutcome.objects.public()).order_by()
    sql, params = outcomes.values_list("tokens", "evidence").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT substr(token, 5), count(*),
                   count(*) FILTER (WHERE evidence IN ('corroborated', 'independently-verified'))
            FROM ({sql}) chosen (tokens, evidence), unnest(chosen.tokens) token
            WHERE token LIKE 'sdg=%%.%%'
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_TARGETS}
            """,  # noqa: S608 - a queryset of ours; every value is a parameter
            params,
        )
        return [list(row) for row in cursor.fetchall()]
