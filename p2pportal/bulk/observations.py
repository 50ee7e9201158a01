"""Invented frameworks of the invented partnerships, with what was observed and what is awaited, written by the database."""

from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse
from p2pportal.bulk.statements import CHANCE, run
from results.models import Indicator, Observation, Period, Result, ResultsFramework

FRAMEWORK_OF = 5  # each so many partnerships has a framework
INDICATORS, OBSERVATIONS = 5, 10  # of a framework, and of an indicator
OVER, SUBMITTED_OF = 7, 21  # each so many indicators have a period that is over, and in it a figure to verify

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
PERIODS = """
    INSERT INTO results_period (indicator_id, starts_on, ends_on, target_value, target_text)
    SELECT i.id, make_date(y, 1, 1), make_date(y, 12, 31), CASE WHEN i.measure IN ('1', '2', '4') THEN y - 2021 END, ''
    FROM results_indicator i CROSS JOIN generate_series(2024, 2025) y
    WHERE i.title LIKE 'Invented indicator %%'
"""
AWAITED = """
    INSERT INTO results_period (indicator_id, starts_on, ends_on, target_text)
    SELECT i.id, '2026-01-01', '2026-06-30', ''
    FROM results_indicator i
    WHERE i.title LIKE 'Invented indicator %%' AND i.id %% %(over)s = 0
"""
OBSERVED = f"""
    INSERT INTO results_observation (
        created_at, updated_at, indicator_id, period_id, observed_on, value, kind, narrative, not_applicable, method,
        place, state, returned_reason, verified_name, verified_at, correction_reason, number, version)
    SELECT now(), now(), i.id, p.id, make_date(2026 - turn, 6, 30),
           CASE i.measure WHEN '1' THEN round((a * 400)::numeric, 1) WHEN '2' THEN round((a * 100)::numeric, 1)
                WHEN '4' THEN 1 + floor(a * 4) END,
           CASE i.measure WHEN '3' THEN 'letters' ELSE '' END,
           CASE i.measure WHEN '5' THEN 'Invented words about what changed.' ELSE '' END,
           '', '', '', 'approved', '', 'Invented verifier', now(), '', 1, 1
    FROM results_indicator i
    CROSS JOIN generate_series(1, %(observations)s) turn
    CROSS JOIN LATERAL (SELECT {CHANCE.format(key="i.id || 'o' || turn")} AS a) drawn
    LEFT JOIN results_period p ON p.indicator_id = i.id AND p.ends_on = make_date(2026 - turn, 12, 31)
    WHERE i.title LIKE 'Invented indicator %%'
"""  # noqa: S608 - every value is a parameter
SUBMITTED = """
    INSERT INTO results_observation (
        created_at, updated_at, indicator_id, period_id, observed_on, kind, narrative, not_applicable, method, place,
        state, submitted_at, returned_reason, verified_name, correction_reason, number, version)
    SELECT now(), now(), i.id, p.id, '2026-06-30', '', 'Invented words that wait for somebody to verify them.', '', '',
           '', 'submitted', now(), '', '', '', 1, 1
    FROM results_indicator i JOIN results_period p ON p.indicator_id = i.id AND p.ends_on = '2026-06-30'
    WHERE i.title LIKE 'Invented indicator %%' AND i.id %% %(submitted)s = 0
"""
STATEMENTS = (FRAMEWORKS, RESULTS, INDICATORS_SQL, RUBRIC, PERIODS, AWAITED, OBSERVED, SUBMITTED)


def bulk_observations(count: int, seed: int) -> int:
    """Write about `count` invented observations of the invented partnerships, if there are none; how many."""
    if not count or Observation.objects.filter(indicator__partnership__slug__startswith=PREFIX).exists():
        return 0
    numbers = {
        "frameworks": max(1, count // (INDICATORS * OBSERVATIONS)),
        "of": FRAMEWORK_OF,
        "indicators": INDICATORS,
        "observations": OBSERVATIONS,
        "over": OVER,
        "submitted": SUBMITTED_OF,
        "seed": seed,
        "prefix": f"{PREFIX}%",
    }
    *_before, observed, submitted = run(STATEMENTS, numbers)
    analyse(ResultsFramework, Result, Indicator, Period, Observation)
    return observed + submitted
