-- The best peers of one question, best first. Hard conditions come before any score; then each criterion is worked
-- out once, and weighed from either side. `{hits}` holds one SELECT a clue of the question (`scoring/clues.py`).
WITH words (id, idf, clue) AS (
    {hits}
), hits AS MATERIALIZED (
    SELECT id, sum(idf) / %(all_idf)s::float8 AS share, array_agg(clue ORDER BY clue) AS clues
    FROM words GROUP BY id
), found AS (  -- something technical in common: a sector, a development goal's target, or a telling word
    SELECT id FROM matching_peerprofile WHERE categories && %(categories)s::varchar[]
    UNION SELECT id FROM matching_peerprofile WHERE targets && %(targets)s::varchar[]
    UNION SELECT id FROM hits
    UNION SELECT id FROM matching_peerprofile WHERE id = ANY(%(only)s::bigint[])
), valued AS MATERIALIZED (
    SELECT p.id, p.offer_id IS NOT NULL AS is_offer, p.country <> '' AND p.country = %(country)s AS is_domestic,
        hits.clues AS shared_clues,
        CASE WHEN %(sectors)s::varchar[] = '{{}}' OR p.categories = '{{}}' THEN NULL
             WHEN p.sectors && %(sectors)s::varchar[] THEN 1.0
             WHEN p.categories && %(categories)s::varchar[] THEN 0.6 ELSE 0.0 END::float8 AS sector,
        CASE WHEN %(targets)s::varchar[] = '{{}}' OR p.targets = '{{}}' THEN NULL
             WHEN p.targets && %(targets)s::varchar[] THEN 1.0
             WHEN p.goals && %(goals)s::varchar[] THEN 0.5 ELSE 0.0 END::float8 AS sdg,
        CASE WHEN %(all_idf)s::float8 = 0 THEN NULL ELSE coalesce(hits.share, 0.0) END AS text,
        CASE WHEN p.partnerships = 0 THEN NULL ELSE p.track END AS track,
        CASE WHEN %(speaks)s::varchar[] = '{{}}' OR p.languages = '{{}}' THEN NULL
             WHEN p.languages && %(speaks)s::varchar[] THEN CASE p.languages_from WHEN 'country' THEN 0.8 ELSE 1.0 END
             WHEN p.has_interpreter OR %(has_interpreter)s THEN 0.4 ELSE 0.0 END::float8 AS language,
        1 - abs(p.income - %(income)s::float8) / 3 AS income,
        CASE WHEN p.country = '' OR %(country)s = '' THEN NULL WHEN p.country = %(country)s THEN 1.0
             WHEN p.region <> '' AND p.region = %(region)s THEN 0.75 ELSE 0.0 END::float8 AS region,
        CASE WHEN p.legal_tradition = '' OR %(legal_tradition)s = '' THEN NULL
             WHEN p.legal_tradition = %(legal_tradition)s THEN 1.0
             WHEN 'mixed' IN (p.legal_tradition, %(legal_tradition)s) THEN 0.5 ELSE 0.0 END::float8 AS legal,
        CASE WHEN p.kind = '' OR %(kind)s = '' THEN NULL ELSE
             CASE WHEN p.kind = %(kind)s THEN 1.0 WHEN p.branch <> '' AND p.branch = %(branch)s THEN 0.4 ELSE 0.0 END
             * CASE WHEN least(p.staff, %(staff)s::float8) > 0 AND p.staff IS NOT NULL AND %(staff)s IS NOT NULL
                    THEN 0.7 + 0.3 * least(p.staff, %(staff)s::float8) / greatest(p.staff, %(staff)s::float8)
                    ELSE 1.0 END END::float8 AS kind,
        CASE p.reform_stage - %(reform_stage)s::float8
             WHEN 1 THEN 1.0 WHEN 2 THEN 1.0 WHEN 0 THEN 0.6 WHEN 3 THEN 0.6 WHEN 4 THEN 0.6
             ELSE CASE WHEN p.reform_stage < %(reform_stage)s::float8 THEN 0.1 END END::float8 AS stage,
        CASE WHEN %(forms)s::varchar[] = '{{}}' OR p.forms = '{{}}' THEN NULL
             WHEN p.forms && %(forms)s::varchar[] THEN 1.0 ELSE 0.0 END::float8 AS form,
        CASE WHEN p.at_once > 0 THEN greatest(p.free, 0)::float8 / p.at_once END AS time
    FROM matching_peerprofile p
    JOIN found USING (id)
    LEFT JOIN hits USING (id)
    WHERE p.visibility = ANY(%(visibilities)s::varchar[])
      AND (%(only)s::bigint[] = '{{}}' OR p.id = ANY(%(only)s::bigint[]))
      AND (p.offer_id IS NOT NULL OR p.partnerships > 0 OR %(all_institutions)s)
      -- Who sees an offer of an institution does not meet it a second time as one that might be asked.
      AND (p.offer_id IS NOT NULL OR NOT EXISTS (
               SELECT 1 FROM matching_peerprofile o WHERE o.institution_id = p.institution_id
                  AND o.offer_id IS NOT NULL AND o.visibility = ANY(%(visibilities)s::varchar[])))
      AND p.institution_id IS DISTINCT FROM %(institution)s::bigint
      AND NOT p.institution_id = ANY(%(excluded)s::bigint[])
      AND NOT (%(institution)s::bigint IS NOT NULL AND %(institution)s::bigint = ANY(p.excluded))
      AND (%(include_own_country)s OR p.country = '' OR p.country <> %(country)s)
      AND (p.free IS NULL OR p.free > 0)
      AND (p.starts_on IS NULL OR %(ends_on)s::date IS NULL OR p.starts_on <= %(ends_on)s::date)
      AND (p.ends_on IS NULL OR p.ends_on >= coalesce(%(starts_on)s::date, %(today)s::date))
      -- Official languages of a country shut nobody out: people of an institution may well speak another.
      AND (p.languages && %(speaks)s::varchar[] OR p.has_interpreter OR %(has_interpreter)s
           OR NOT %(has_stated_languages)s OR p.languages_from NOT IN ('offer', 'institution'))
), scored AS (
    SELECT *, ({demand})::float8 AS score_demand, ({supply})::float8 AS score_supply FROM valued
), ranked AS (
    SELECT *, CASE WHEN score_demand + score_supply = 0 THEN 0
                   ELSE 2 * score_demand * score_supply / (score_demand + score_supply) END AS score
    FROM scored
)
SELECT * FROM (
    (SELECT * FROM ranked WHERE is_offer ORDER BY score DESC, id LIMIT %(most)s)
    UNION
    (SELECT * FROM ranked WHERE is_offer AND is_domestic ORDER BY score DESC, id LIMIT %(most_domestic)s)
    UNION
    (SELECT * FROM ranked WHERE NOT is_offer ORDER BY score DESC, id LIMIT %(most_others)s)
    UNION
    (SELECT * FROM ranked WHERE NOT is_offer AND is_domestic ORDER BY score DESC, id LIMIT %(most_domestic)s)
) best
ORDER BY is_offer DESC, is_domestic DESC, score DESC, id
