"""Upkeep of the kept counts of outcomes: each night they are summed up and compared with the rows.

Triggers keep them (`results/sql/outcomes.sql`). What is off is repaired and logged: a restore in parts, or a hand
on the database.
"""

import logging
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from partnerships.listing import unhurried
from results.models import PortfolioFigures
from results.portfolio import figures
from results.selections import Selection

logger = logging.getLogger(__name__)

COLUMNS = "token, year, level, evidence, is_negative, is_demo"
# Writers only ever add rows, so the sum of those deleted here can be put back as one row of each value.
COMPACT = f"""
    WITH gone AS (DELETE FROM results_outcometally RETURNING {COLUMNS}, n)
    INSERT INTO results_outcometally ({COLUMNS}, n)
    SELECT {COLUMNS}, sum(n) FROM gone GROUP BY {COLUMNS} HAVING sum(n) <> 0
"""  # noqa: S608 - made of column names above
REPAIR = f"""
    WITH actual AS (
        SELECT t AS token, o.year, o.level, o.evidence, o.is_negative, o.is_demo, count(*) AS n
        FROM results_harvestedoutcome o, LATERAL results_tally_tokens(o.tokens) t
        WHERE o.is_public
        GROUP BY 1, 2, 3, 4, 5, 6
    ), kept AS (
        SELECT {COLUMNS}, sum(n) AS n FROM results_outcometally GROUP BY {COLUMNS}
    ), differing AS (
        SELECT {COLUMNS}, sum(n) AS n FROM (
            SELECT {COLUMNS}, n FROM actual UNION ALL SELECT {COLUMNS}, -n FROM kept
        ) both_ways GROUP BY {COLUMNS} HAVING sum(n) <> 0
    )
    INSERT INTO results_outcometally ({COLUMNS}, n) SELECT {COLUMNS}, n FROM differing
    RETURNING token, n
"""  # noqa: S608 - as above
FIGURES_KEPT = timedelta(days=1)


class Wrong(NamedTuple):
    """A kept count that was off by `n`."""

    token: str
    n: int


def recount() -> list[Wrong]:
    """Compare every kept count with the rows and put right what is off; says what that was.

    One statement sees one moment, so writers need not wait, and what it adds is right for them too.
    """
    with unhurried() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('results.rolling_up'))")
        cursor.execute(REPAIR)
        return [Wrong(*row) for row in cursor.fetchall()]


def compact() -> None:
    """Sum up the changes of each count into one row; readers see the same counts all the while."""
    with unhurried() as cursor:
        cursor.execute(COMPACT)


def roll_up() -> list[Wrong]:
    """The nightly check: counts, then one row a count, and old figures go; the log says what was wrong.

    The figures of everything are worked out again, so that the first reader of the day finds them.
    """
    wrong = recount()
    compact()
    for each in wrong[:20]:
        logger.error("The kept count of outcomes %s was off by %+d and is repaired", each.token, -each.n)
    PortfolioFigures.objects.filter(worked_out_at__lt=timezone.now() - FIGURES_KEPT).delete()
    figures.work_out(Selection())
    return wrong
