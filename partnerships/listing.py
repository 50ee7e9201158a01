"""Upkeep of what lists read: the kept counts, and a check that they and the derived columns are right.

Triggers keep them (`partnerships/sql/listing.sql`). This sums up what triggers only add to, and each
night looks whether anything went around them: a restore in parts, a hand on the database.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

logger = logging.getLogger(__name__)

# Writers only ever add rows, so the sum of those deleted here can be put back as one row of each value.
COMPACT = """
    WITH gone AS (DELETE FROM partnerships_facetcount RETURNING facet, value, is_demo, n)
    INSERT INTO partnerships_facetcount (facet, value, is_demo, n)
    SELECT facet, value, is_demo, sum(n) FROM gone GROUP BY 1, 2, 3 HAVING sum(n) <> 0
"""
# The counts as they are, beside what is kept; only what differs.
WRONG = """
    SELECT facet, value, is_demo, coalesce(a.n, 0) - coalesce(k.n, 0) AS n
    FROM (
        SELECT v.facet, v.value, p.is_demo, count(*) AS n
        FROM partnerships_partnership p, LATERAL partnerships_facet_values(ROW(p.*)::partnerships_partnership) v
        WHERE p.visibility = 'public'
        GROUP BY 1, 2, 3
    ) a
    FULL JOIN (
        SELECT facet, value, is_demo, sum(n) AS n FROM partnerships_facetcount GROUP BY 1, 2, 3
    ) k USING (facet, value, is_demo)
    WHERE coalesce(a.n, 0) <> coalesce(k.n, 0)
"""
REPAIR = f"""
    INSERT INTO partnerships_facetcount (facet, value, is_demo, n) {WRONG}
    RETURNING facet, value, is_demo, n
"""
DERIVED = (
    '"start", "end", direction, country_codes, region_codes, place_codes, pair_codes, funder_slugs, sector_codes, '
    "sdg_codes, theme_slugs, search"
)
# One batch: rows whose direction or search text is not what the database would derive now, and a part of
# the others that changes from night to night, are written anew, which derives all their columns.
DERIVE = f"""
    WITH batch AS (
        SELECT * FROM partnerships_partnership WHERE id > %(last)s ORDER BY id LIMIT %(size)s
    ), suspects AS (
        SELECT id, ROW({DERIVED})::text AS derived FROM batch b
        WHERE id %% %(nights)s = %(night)s
           OR direction <> partnerships_direction(id)
           OR search IS DISTINCT FROM partnerships_search_text(
                  id, title, problem, reform, summary, concat_ws(' ', sector_words, expertise_wanted, what_changed))
    ), again AS (
        UPDATE partnerships_partnership p SET version = p.version FROM suspects s WHERE p.id = s.id
        RETURNING p.id, s.derived AS before, ROW({", ".join("p." + name.strip() for name in DERIVED.split(","))})::text AS now
    )
    SELECT (SELECT max(id) FROM batch), ARRAY(SELECT id FROM again WHERE before <> now ORDER BY id)
"""  # noqa: S608 - made of column names above
BATCH = 1_000
NIGHTS = 28


class Wrong(NamedTuple):
    """A kept count that was off by `n`."""

    facet: str
    value: str
    is_demo: bool
    n: int


@contextmanager
def unhurried() -> Iterator[CursorWrapper]:
    """A transaction of its own, without the time limit that statements of a page have."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield cursor


def compact() -> None:
    """Sum up the changes of each count into one row; readers see the same counts all the while."""
    with unhurried() as cursor:
        cursor.execute(COMPACT)


def recount() -> list[Wrong]:
    """Compare every kept count with the records and put right what is off; says what that was.

    One statement sees one moment, so writers need not wait, and what it adds is right for them too.
    """
    with unhurried() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partnerships.listing.recount'))")
        cursor.execute(REPAIR)
        return [Wrong(*row) for row in cursor.fetchall()]


def derive_again(night: int) -> list[int]:
    """Look for derived columns that are off and derive them anew; the ids of those that were wrong."""
    wrong: list[int] = []
    last = 0
    while True:
        with unhurried() as cursor:
            cursor.execute(DERIVE, {"last": last, "size": BATCH, "nights": NIGHTS, "night": night % NIGHTS})
            reached, found = cursor.fetchone()
        if reached is None:
            return wrong
        wrong += found
        last = reached


def reconcile() -> dict[str, int]:
    """The nightly check: derived columns, then counts, then one row a count; the log says what was wrong."""
    wrong_rows = derive_again(timezone.localdate().toordinal())
    wrong_counts = recount()
    compact()
    if wrong_rows:
        logger.error(
            "Derived columns of %d partnerships were wrong and are repaired: %s", len(wrong_rows), wrong_rows[:50]
        )
    for each in wrong_counts[:50]:
        logger.error("The kept count %s=%s was off by %+d and is repaired", each.facet, each.value, -each.n)
    return {"rows": len(wrong_rows), "counts": len(wrong_counts)}
