"""Costs of a selection in US dollars: medians and the middle 80 %, of how many, and what is not known.

A line counts in dollars when it has an amount, or days with a rate, and a day within a year after which we hold a
rate of its currency (`ExchangeRate`: dated, with its source). The costs of a partnership are known when lines of the
side that asks and of the side that offers are shown, and all of them can be converted.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

from partnerships.models.partnership import PartnershipQuerySet

FEWEST = 5  # partnerships before a median is shown, or a ratio
RATE_LIVES = 366  # days
SQL = """
    WITH chosen AS MATERIALIZED ({chosen}),
    line AS (
        SELECT l.partnership_id, l.kind = 'brokering' AS is_brokering,
               EXISTS (SELECT 1 FROM partnerships_partnershipmember m WHERE m.partnership_id = l.partnership_id
                       AND m.institution_id = l.payer_id AND m.side IN ('demand', 'peer')) AS of_demand,
               EXISTS (SELECT 1 FROM partnerships_partnershipmember m WHERE m.partnership_id = l.partnership_id
                       AND m.institution_id = l.payer_id AND m.side IN ('supply', 'peer')) AS of_supply,
               coalesce(l.amount, l.days * l.day_rate)
                   / CASE WHEN l.currency = 'USD' THEN 1 ELSE rate.per_usd END AS usd
        FROM partnerships_costline l
        JOIN chosen ON chosen.id = l.partnership_id
        LEFT JOIN LATERAL (
            SELECT r.per_usd FROM partnerships_exchangerate r
            WHERE r.currency = l.currency AND r."on" <= coalesce(l.ends_on, l.starts_on)
              AND r."on" > coalesce(l.ends_on, l.starts_on) - {lives}
            ORDER BY r."on" DESC LIMIT 1
        ) rate ON true
        WHERE l.visibility = 'public'
    ),
    told AS (
        SELECT c.kind, c.outcomes_corroborated AS outcomes, sum(usd) AS usd,
               coalesce(sum(usd) FILTER (WHERE is_brokering), 0) AS brokering,
               bool_or(of_demand) AND bool_or(of_supply) AND bool_and(usd IS NOT NULL) AS is_known,
               count(*) FILTER (WHERE usd IS NULL) AS unconverted
        FROM line JOIN chosen c ON c.id = line.partnership_id
        GROUP BY c.id, c.kind, c.outcomes_corroborated
    ),
    grouped AS (SELECT kind AS name, * FROM told UNION ALL SELECT '', * FROM told)
    SELECT name, count(*), count(*) FILTER (WHERE is_known), sum(usd)::float8, sum(unconverted)::int,
           percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY usd) FILTER (WHERE is_known),
           count(*) FILTER (WHERE is_known AND outcomes > 0),
           percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY usd / nullif(outcomes, 0))
               FILTER (WHERE is_known AND outcomes > 0),
           count(*) FILTER (WHERE is_known AND brokering > 0),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY brokering) FILTER (WHERE is_known AND brokering > 0)
    FROM grouped GROUP BY name ORDER BY name
"""


@dataclass(frozen=True)
class CostOfGroup:
    """`spread` and `ratio` are the tenth lowest, the median and the tenth highest, in US dollars.

    `told` partnerships show any cost, `known` those of both sides; `with_outcomes` of the known have an outcome
    that is corroborated or better, which alone count for the ratio. `kind` is empty for all together.
    """

    kind: str
    told: int
    known: int
    usd: float
    unconverted: int
    spread: list[float] | None
    with_outcomes: int
    ratio: list[float] | None
    brokered: int
    brokering: float | None

    @property
    def shows_spread(self) -> bool:
        return self.known >= FEWEST and self.spread is not None

    @property
    def shows_ratio(self) -> bool:
        return self.with_outcomes >= FEWEST and self.ratio is not None


def costs(chosen: PartnershipQuerySet) -> list[dict[str, Any]]:
    """One row for each kind with any cost, and one for all together, as plain data."""
    sql, params = chosen.order_by().values_list("id", "kind", "outcomes_corroborated").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(chosen=sql, lives=RATE_LIVES), params)
        rows = cursor.fetchall()
    return [asdict(CostOfGroup(row[0], row[1], row[2], row[3] or 0.0, row[4] or 0, *row[5:])) for row in rows]


def read(rows: list[dict[str, Any]]) -> tuple[CostOfGroup | None, list[CostOfGroup]]:
    """All together (None where no cost is told), and each kind."""
    groups = [CostOfGroup(**row) for row in rows]
    total = next((group for group in groups if not group.kind), None)
    return total, [group for group in groups if group.kind]
