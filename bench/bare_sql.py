"""The lists as bare SQL: what the database alone needs to find and count the same rows."""

import statistics
import time
from itertools import cycle, islice

import psycopg2

from bench.operations import Operation

REPEATS = 15
QUERY = "(websearch_to_tsquery('portal', %(word)s) || websearch_to_tsquery('portal_english', %(word)s))"
COUNTS = """
    SELECT facet, value, sum(n) FROM partnerships_facetcount WHERE facet NOT IN ('pair', 'place') GROUP BY 1, 2
"""
NEWEST = """
    SELECT id, title, changed_at FROM partnerships_partnership
    WHERE visibility = 'public' AND revises_id IS NULL ORDER BY changed_at DESC, id DESC LIMIT 21
"""
COUNTED = """
    WITH hits AS MATERIALIZED (
        SELECT direction, kind, stage, country_codes, region_codes, sector_codes, sdg_codes, funder_slugs,
               theme_slugs, languages
        FROM partnerships_partnership WHERE visibility = 'public' AND revises_id IS NULL AND {found} LIMIT 10001
    )
    SELECT 'direction', direction, count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'kind', kind, count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'stage', stage, count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'country', unnest(country_codes), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'region', unnest(region_codes), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'sector', unnest(sector_codes), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'sdg', unnest(sdg_codes), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'funder', unnest(funder_slugs), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'theme', unnest(theme_slugs), count(*) FROM hits GROUP BY 2
    UNION ALL SELECT 'language', unnest(languages), count(*) FROM hits GROUP BY 2
"""
RANKED = """
    WITH newest AS MATERIALIZED (
        SELECT id, title, search FROM partnerships_partnership WHERE visibility = 'public' AND revises_id IS NULL AND {found}
        ORDER BY changed_at + interval '0' DESC, id DESC LIMIT 1000
    )
    SELECT id, title, ts_rank(search, {query}) AS rank FROM newest ORDER BY rank DESC, id DESC LIMIT 21
"""
WORD = f"search @@ {QUERY}"
IN_COUNTRY = "country_codes && ARRAY[%(country)s]::varchar[]"
TWINS = {
    "R1": (NEWEST, COUNTS),
    "R2": (
        RANKED.format(found=f"{WORD} AND {IN_COUNTRY}", query=QUERY),
        COUNTED.format(found=f"{WORD} AND {IN_COUNTRY}"),
    ),
    "R3": (RANKED.format(found=WORD, query=QUERY), COUNTED.format(found=WORD)),
}


def milliseconds(operation: Operation, database: "psycopg2.extensions.connection") -> float | None:
    """The median of a few runs of its twin; None where it has none."""
    statements = TWINS.get(operation.row)
    if statements is None:
        return None
    taken = []
    with database.cursor() as cursor:
        for words in islice(cycle(operation.words or [{}]), REPEATS):
            began = time.perf_counter()
            for statement in statements:
                cursor.execute(statement, words)
                cursor.fetchall()
            taken.append(time.perf_counter() - began)
    return 1000 * statistics.median(taken)
