"""Invented outcomes and observations of the invented partnerships, written by the database itself.

A million rows are made where they are kept: what would take a loop an hour takes Postgres a minute. What triggers
derive is derived here for all rows at once, so that they need not run for each.
"""

from django.db import connection, transaction

from p2pportal.bulk.institutions import PREFIX
from results import rolling_up
from results.models import HarvestedOutcome, Observation

TABLES = ("results_harvestedoutcome", "results_observation", "results_evidenceitem", "partnerships_partnership")
FRAMEWORK_OF = 5  # each so many partnerships has a framework
INDICATORS, OBSERVATIONS = 5, 10  # of a framework, and of an indicator
# A number between 0 and 1 that is the same for the same row and seed.
CHANCE = "(('x' || substr(md5({key} || %(seed)s::text), 1, 8))::bit(32)::bigint / 4294967296.0)"

OUTCOMES = f"""
    INSERT INTO results_harvestedoutcome (
        created_at, updated_at, partnership_id, visibility, number, what_changed, who_changed, changed_on, place,
        significance, contribution, level, family, benefits, is_negative, is_unintended, language, revision,
        changed_at, version, evidence, is_disputed, is_public, is_demo, year, tokens)
    SELECT now(), now(), p.id, 'public', turn,
           'Invented change ' || turn || ' of ' || left(p.title, 200), 'An invented body', y::text, '',
           'It matters.', 'We had a part in it.',
           CASE WHEN a < 0.45 THEN 'individual' WHEN a < 0.82 THEN 'organisation' ELSE 'institution' END,
           'development', 'demand', b < 0.04, b < 0.1, 'en', '',
           timestamptz '2022-01-03' + (b * 1500) * interval '1 day', 1,
           CASE WHEN c < 0.45 THEN 'self-reported' WHEN c < 0.75 THEN 'documented'
                WHEN c < 0.93 THEN 'corroborated' ELSE 'independently-verified' END,
           false, p.visibility = 'public', p.is_demo, y,
           ARRAY['direction=' || p.direction, 'kind=' || p.kind]::varchar[]
               || ARRAY(SELECT ('region=' || code)::varchar FROM unnest(p.region_codes) code)
               || ARRAY(SELECT ('country=' || code)::varchar FROM unnest(p.country_codes) code)
               || ARRAY(SELECT ('sector=' || code)::varchar FROM unnest(p.sector_codes) code)
               || ARRAY(SELECT ('sdg=' || code)::varchar FROM unnest(p.sdg_codes) code)
               || ARRAY(SELECT ('donor=' || slug)::varchar FROM unnest(p.funder_slugs) slug)
    FROM (
        SELECT p.*, row_number() OVER (ORDER BY id) AS place FROM partnerships_partnership p WHERE slug LIKE %(prefix)s
    ) p
    CROSS JOIN generate_series(1, %(each)s) turn
    CROSS JOIN LATERAL (
        SELECT {CHANCE.format(key="p.id || 'a' || turn")} AS a, {CHANCE.format(key="p.id || 'b' || turn")} AS b,
               {CHANCE.format(key="p.id || 'c' || turn")} AS c
    ) drawn
    CROSS JOIN LATERAL (SELECT 2016 + floor(a * 11)::int AS y) years
    WHERE (p.place - 1) * %(each)s + turn <= %(count)s
"""  # noqa: S608 - every value is a parameter
FRAMEWORKS = """
    INSERT INTO results_resultsframework (
        created_at, updated_at, partnership_id, visibility, title, introduction, template, source, source_url,
        language, version)
    SELECT now(), now(), p.id, 'public', 'Invented framework', '', '', '', '', 'en', 1
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM partnerships_partnership
          WHERE slug LIKE %(prefix)s) p
    WHERE p.place %% %(of)s = 0 AND p.place / %(of)s <= %(frameworks)s
"""
RESULTS = """
    INSERT INTO results_result (created_at, updated_at, framework_id, title, description, level, family, type,
                                may_be_summed, position)
    SELECT now(), now(), f.id, 'Invented result', '', 'organisation', 'development', '2', false, 0
    FROM results_resultsframework f WHERE f.title = 'Invented framework'
"""
INDICATORS_SQL = """
    INSERT INTO results_indicator (
        created_at, updated_at, result_id, partnership_id, number, title, description, measure, unit, numerator,
        denominator, kinds, better, baseline_on, baseline_value, baseline_text, baseline_missing, baseline_source,
        reported_by, frequency, method, "references", may_be_summed, position, version)
    SELECT now(), now(), r.id, f.partnership_id, n, 'Invented indicator ' || n, '', n::text,
           CASE n WHEN 1 THEN 'days' ELSE '' END, '', '', '[]', 'higher', '2015',
           CASE WHEN n IN (1, 2) THEN 20 WHEN n = 4 THEN 1 END, '', '', '', 'demand', 'yearly', '', '[]', false, n, 1
    FROM results_result r
    JOIN results_resultsframework f ON f.id = r.framework_id AND f.title = 'Invented framework'
    CROSS JOIN generate_series(1, %(indicators)s) n
"""
RUBRIC = """
    INSERT INTO results_rubricstep (indicator_id, score, words)
    SELECT i.id, s, 'Invented step ' || s FROM results_indicator i CROSS JOIN generate_series(1, 4) s
    WHERE i.title = 'Invented indicator 4'
"""
OBSERVED = f"""
    INSERT INTO results_observation (
        created_at, updated_at, indicator_id, observed_on, value, kind, narrative, not_applicable, method, place, state,
        returned_reason, verified_name, verified_at, correction_reason, number, version)
    SELECT now(), now(), i.id, make_date(2026 - turn, 6, 30),
           CASE i.measure WHEN '1' THEN round((a * 400)::numeric, 1) WHEN '2' THEN round((a * 100)::numeric, 1)
                WHEN '4' THEN 1 + floor(a * 4) END,
           CASE i.measure WHEN '3' THEN 'letters' ELSE '' END,
           CASE i.measure WHEN '5' THEN 'Invented words about what changed.' ELSE '' END,
           '', '', '', 'approved', '', 'Invented verifier', now(), '', 1, 1
    FROM results_indicator i
    CROSS JOIN generate_series(1, %(observations)s) turn
    CROSS JOIN LATERAL (SELECT {CHANCE.format(key="i.id || 'o' || turn")} AS a) drawn
    WHERE i.title LIKE 'Invented indicator %%'
"""  # noqa: S608 - as above
SUMMARIES = """
    UPDATE partnerships_partnership p SET outcomes_shown = c.shown, outcomes_corroborated = c.corroborated
    FROM (SELECT partnership_id, count(*) AS shown,
                 count(*) FILTER (WHERE evidence IN ('corroborated', 'independently-verified')) AS corroborated
          FROM results_harvestedoutcome WHERE is_public GROUP BY 1) c
    WHERE p.id = c.partnership_id
"""


def bulk_outcomes(count: int, seed: int) -> int:
    """Write `count` invented outcomes, spread over the invented partnerships, if there are none; how many there are."""
    if not count or HarvestedOutcome.objects.filter(partnership__slug__startswith=PREFIX).exists():
        return 0
    each = _ceiling(count, "SELECT count(*) FROM partnerships_partnership WHERE slug LIKE %(prefix)s")
    written = _written([OUTCOMES, SUMMARIES], {"count": count, "each": each, "seed": seed})
    rolling_up.recount()
    rolling_up.compact()
    return written


def bulk_observations(count: int, seed: int) -> int:
    """Write about `count` invented observations of the invented partnerships, if there are none; how many."""
    if not count or Observation.objects.filter(indicator__partnership__slug__startswith=PREFIX).exists():
        return 0
    frameworks = max(1, count // (INDICATORS * OBSERVATIONS))
    numbers = {"of": FRAMEWORK_OF, "frameworks": frameworks, "indicators": INDICATORS, "observations": OBSERVATIONS}
    _written([FRAMEWORKS, RESULTS, INDICATORS_SQL, RUBRIC, OBSERVED], numbers | {"seed": seed})
    return Observation.objects.filter(indicator__partnership__slug__startswith=PREFIX).count()


def _ceiling(count: int, sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"prefix": f"{PREFIX}%"})
        (rows,) = cursor.fetchone()
    return -(-count // rows) if rows else 0


def _written(statements: list[str], numbers: dict[str, int]) -> int:
    """Run them without triggers, in one transaction; how many rows the first wrote."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        written = []
        for sql in statements:
            cursor.execute(sql, numbers | {"prefix": f"{PREFIX}%"})
            written.append(cursor.rowcount)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still due cannot be altered
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        for table in ("results_harvestedoutcome", "results_observation", "results_indicator"):
            cursor.execute(f"ANALYZE {table}")
    return written[0]
