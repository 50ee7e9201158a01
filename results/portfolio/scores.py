"""What cannot be summed is counted: how many indicators stand at each score, and what was said in words."""

from typing import Any

from django.db import connection
from django.db.models import Max

from core.models import Visibility
from partnerships.models.partnership import PartnershipQuerySet
from results.models import Observation
from results.models.choices import Measure

MOST_QUOTES = 6
LONGEST_QUOTE = 280
SCORES = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT r.level, latest.value::int AS score, top.score AS of, count(*)
    FROM chosen
    JOIN results_resultsframework f ON f.partnership_id = chosen.id AND f.visibility = 'public'
    JOIN results_result r ON r.framework_id = f.id
    JOIN results_indicator i ON i.result_id = r.id AND i.measure = %s
    JOIN LATERAL (SELECT max(score) AS score FROM results_rubricstep s WHERE s.indicator_id = i.id) top ON true
    JOIN LATERAL (
        SELECT o.value FROM results_observation o
        WHERE o.indicator_id = i.id AND o.state = 'approved' AND o.replaced_at IS NULL AND o.value IS NOT NULL
        ORDER BY o.observed_on DESC LIMIT 1
    ) latest ON true
    GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
"""


def scores(chosen: PartnershipQuerySet) -> list[list[Any]]:
    """`[[level, score, of, how many indicators], …]` from the latest approved observation of each ordinal indicator."""
    sql, params = chosen.order_by().values_list("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SCORES.format(chosen=sql), [*params, Measure.ORDINAL])
        return [list(row) for row in cursor.fetchall()]


def quotes(chosen: PartnershipQuerySet) -> list[dict[str, Any]]:
    """The latest approved observations in words, one a partnership, with where they stand."""
    newest = (
        Observation.objects.approved()
        .current()
        .filter(
            indicator__measure=Measure.QUALITATIVE,
            indicator__result__framework__visibility=Visibility.PUBLIC,
            indicator__partnership__in=chosen.order_by().values("pk"),
            not_applicable="",
        )
        .values("indicator__partnership")
        .annotate(latest=Max("pk"))
        .order_by("-latest")[:MOST_QUOTES]
    )
    found = Observation.objects.filter(pk__in=[row["latest"] for row in newest])
    rows = found.select_related("indicator__result", "indicator__partnership").order_by("-observed_on", "-pk")
    return [
        {
            "text": row.narrative[:LONGEST_QUOTE],
            "is_cut": len(row.narrative) > LONGEST_QUOTE,
            "indicator": row.indicator.title,
            "level": row.indicator.result.level,
            "on": row.observed_on.isoformat(),
            "slug": row.indicator.partnership.slug,
            "number": row.indicator.number,
            "partnership": row.indicator.partnership.title,
            "is_demo": row.indicator.partnership.is_demo,
        }
        for row in rows
    ]
