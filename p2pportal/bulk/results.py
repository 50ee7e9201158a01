"""Invented outcomes of the invented partnerships, written by the database itself.

They are made where they are kept: what would take a loop many minutes takes Postgres seconds. What triggers derive
is derived here for all rows at once, so that they need not run for each.
"""

from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse
from p2pportal.bulk.statements import CHANCE, run
from partnerships.models import Partnership
from results import rolling_up
from results.models import HarvestedOutcome, OutcomeTally

TABLES = ("results_harvestedoutcome", "partnerships_partnership")

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
    partnerships = Partnership.objects.filter(slug__startswith=PREFIX).count()
    if not partnerships:
        return 0
    numbers = {"count": count, "each": -(-count // partnerships), "seed": seed, "prefix": f"{PREFIX}%"}
    outcomes, _summaries = run([OUTCOMES, SUMMARIES], numbers, without_triggers_of=TABLES)
    analyse(HarvestedOutcome, Partnership)
    rolling_up.recount()
    rolling_up.compact()
    analyse(OutcomeTally)
    return outcomes
