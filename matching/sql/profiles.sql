-- The flat rows that matching reads are gathered here, in one statement for all institutions or for some,
-- so that no page joins a dozen tables and no way of writing forgets one. `matching/profiles.py` says when.

-- How far a track record speaks, 0 to 1. A partnership counts 1 where both sides confirmed it and 0.5 else; an
-- outcome counts by its evidence. Each further one adds less than the one before. See docs/matching.md.
CREATE OR REPLACE FUNCTION matching_track(points float8) RETURNS float8
LANGUAGE sql IMMUTABLE AS $$ SELECT points / (points + 4) $$;

-- Low to high as 1 to 4, so that two groups have a distance; null where no group is known.
CREATE OR REPLACE FUNCTION matching_income(income text) RETURNS float8
LANGUAGE sql IMMUTABLE AS $$
SELECT CASE income
    WHEN 'Low income' THEN 1 WHEN 'Lower middle income' THEN 2
    WHEN 'Upper middle income' THEN 3 WHEN 'High income' THEN 4 END::float8 $$;

-- Words of a text, stemmed in its language and as they are, without accents.
CREATE OR REPLACE FUNCTION matching_words(body text, language text) RETURNS tsvector
LANGUAGE sql STABLE AS $$
SELECT to_tsvector('portal', coalesce(body, '')) || CASE language
    WHEN 'fr' THEN to_tsvector('portal_french', coalesce(body, ''))
    WHEN 'es' THEN to_tsvector('portal_spanish', coalesce(body, ''))
    WHEN 'ar' THEN to_tsvector('portal_arabic', coalesce(body, ''))
    ELSE to_tsvector('portal_english', coalesce(body, '')) END $$;

-- Names of sectors, each in its own language, so that a question in any of the four finds them.
CREATE OR REPLACE FUNCTION matching_sector_words(codes varchar[]) RETURNS tsvector
LANGUAGE sql STABLE AS $$
SELECT matching_words(string_agg(name_en, ' '), 'en') || matching_words(string_agg(name_fr, ' '), 'fr')
    || matching_words(string_agg(name_es, ' '), 'es') || matching_words(string_agg(name_ar, ' '), 'ar')
FROM community_sector WHERE code = ANY(codes) $$;

-- Gather anew the rows of these institutions (all with null) from what everybody may see. Partnerships in `hidden`
-- are left out as if they were not there: that is how `make bench-matching` asks what it knows the answer to.
CREATE OR REPLACE FUNCTION matching_refresh(institutions bigint[], hidden bigint[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
IF institutions IS NULL THEN
    DELETE FROM matching_peerprofile;
ELSE
    DELETE FROM matching_peerprofile WHERE institution_id = ANY(institutions);
END IF;

INSERT INTO matching_peerprofile (
    institution_id, offer_id, visibility, is_demo, country, region, income, legal_tradition, kind, branch, staff,
    languages, languages_from, has_interpreter, sectors, categories, targets, goals, forms, reform_stage,
    starts_on, ends_on, free, at_once, excluded, partnerships, confirmed, outcomes, corroborated, verified, track, words
)
WITH wanted AS MATERIALIZED (
    SELECT i.* FROM community_institution i WHERE institutions IS NULL OR i.id = ANY(institutions)
), shared AS MATERIALIZED (  -- what an institution has shared with a peer, as the public may read it
    SELECT DISTINCT m.institution_id, p.id
    FROM partnerships_partnershipmember m
    JOIN partnerships_partnership p ON p.id = m.partnership_id
    WHERE m.side IN ('supply', 'peer') AND m.institution_id IN (SELECT id FROM wanted)
      AND p.visibility = 'public' AND p.revises_id IS NULL AND NOT p.id = ANY(hidden)
), told AS (
    SELECT s.institution_id,
           count(*) AS outcomes,
           count(*) FILTER (WHERE o.evidence IN ('corroborated', 'independently-verified')) AS corroborated,
           count(*) FILTER (WHERE o.evidence = 'independently-verified') AS verified,
           sum(CASE o.evidence WHEN 'independently-verified' THEN 1 WHEN 'corroborated' THEN 0.75
                               WHEN 'documented' THEN 0.5 ELSE 0.25 END) AS points,
           string_agg(o.what_changed, ' ') AS texts
    FROM shared s JOIN results_harvestedoutcome o ON o.partnership_id = s.id AND o.is_public
    GROUP BY 1
), past AS (
    SELECT s.institution_id,
           count(*) AS partnerships,
           count(*) FILTER (WHERE p.standing = 'both_sides') AS confirmed,
           sum(CASE WHEN p.standing = 'both_sides' THEN 1 ELSE 0.5 END) AS points,
           string_agg(concat_ws(' ', p.title, p.problem, p.reform, p.what_changed, p.summary, p.sector_words), ' ')
               AS texts
    FROM shared s JOIN partnerships_partnership p ON p.id = s.id
    GROUP BY 1
), sector_of_past AS (
    SELECT s.institution_id, array_agg(DISTINCT c.code) AS codes
    FROM shared s JOIN partnerships_partnership_sectors ps ON ps.partnership_id = s.id
    JOIN community_sector c ON c.code = ps.sector_id GROUP BY 1
), target_of_past AS (
    SELECT s.institution_id, array_agg(DISTINCT pt.sdgtarget_id) AS codes
    FROM shared s JOIN partnerships_partnership_sdg_targets pt ON pt.partnership_id = s.id GROUP BY 1
), known AS MATERIALIZED (
    SELECT i.id, i.is_demo, i.name, i.acronym, i.description, i.kind, i.branch, i.staff,
           coalesce(c.iso2, '') AS country, coalesce(c.subregion_id, '') AS region,
           matching_income(c.income) AS income, coalesce(c.legal_tradition, '') AS legal_tradition,
           CASE WHEN cardinality(i.languages) > 0 THEN i.languages ELSE coalesce(c.official_languages, '{}') END
               AS languages,
           CASE WHEN cardinality(i.languages) > 0 THEN 'institution'
                WHEN cardinality(c.official_languages) > 0 THEN 'country' ELSE '' END AS languages_from,
           coalesce(own.codes, '{}') || coalesce(sp.codes, '{}') AS sectors,
           coalesce(tp.codes, '{}') AS targets,
           coalesce(p.partnerships, 0) AS partnerships, coalesce(p.confirmed, 0) AS confirmed,
           coalesce(t.outcomes, 0) AS outcomes, coalesce(t.corroborated, 0) AS corroborated,
           coalesce(t.verified, 0) AS verified,
           matching_track((coalesce(p.points, 0) + coalesce(t.points, 0))::float8) AS track,
           concat_ws(' ', p.texts, t.texts) AS texts
    FROM wanted i
    LEFT JOIN community_country c ON c.iso2 = i.country_id
    LEFT JOIN LATERAL (SELECT array_agg(sector_id) AS codes FROM community_institution_sectors x
                        WHERE x.institution_id = i.id) own ON true
    LEFT JOIN sector_of_past sp ON sp.institution_id = i.id
    LEFT JOIN target_of_past tp ON tp.institution_id = i.id
    LEFT JOIN past p ON p.institution_id = i.id
    LEFT JOIN told t ON t.institution_id = i.id
), rows AS (  -- one for each open offer, and one for each institution without any that everybody sees
    SELECT institution_id, id AS offer_id FROM matching_offer WHERE status = 'open'
    UNION ALL
    SELECT k.id, NULL FROM known k
    WHERE NOT EXISTS (SELECT 1 FROM matching_offer o
                      WHERE o.institution_id = k.id AND o.status = 'open' AND o.visibility = 'public')
), listed AS (
    SELECT k.*, o.id AS offer_id, o.visibility, k.is_demo OR coalesce(o.is_demo, false) AS demo,
           CASE WHEN cardinality(o.languages) > 0 THEN o.languages ELSE k.languages END AS speaks,
           CASE WHEN cardinality(o.languages) > 0 THEN 'offer' ELSE k.languages_from END AS speaks_from,
           coalesce(o.has_interpreter, false) AS has_interpreter,
           coalesce((SELECT array_agg(sector_id) FROM matching_offer_sectors x WHERE x.offer_id = o.id), k.sectors)
               AS own_sectors,
           coalesce((SELECT array_agg(sdgtarget_id) FROM matching_offer_sdg_targets x WHERE x.offer_id = o.id), k.targets)
               AS own_targets,
           coalesce(o.forms, '{}') AS forms, nullif(o.reform_stage, '')::float8 AS reform_stage,
           o.starts_on, o.ends_on, o.at_once::integer AS at_once, o.at_once - coalesce(used.n, 0) AS free,
           coalesce((SELECT array_agg(institution_id) FROM matching_offer_exclusions x WHERE x.offer_id = o.id), '{}')
               AS excluded,
           concat_ws(' ', o.expertise, o.method) AS offered, coalesce(o.language, 'en') AS offered_in
    FROM known k
    JOIN rows r ON r.institution_id = k.id
    LEFT JOIN matching_offer o ON o.id = r.offer_id
    LEFT JOIN LATERAL (
        SELECT count(*)::integer AS n FROM matching_introduction n
        LEFT JOIN partnerships_partnership p ON p.id = n.partnership_id
        WHERE n.offer_id = o.id
          AND (n.status IN ('sent', 'accepted_demand', 'accepted_supply')
               OR (n.status = 'introduced' AND p.stage NOT IN ('closed', 'cancelled')))
    ) used ON true
)
SELECT l.id, l.offer_id, coalesce(l.visibility, 'public'), l.demo, l.country, l.region, l.income, l.legal_tradition,
       CASE WHEN l.kind = 'unknown' THEN '' ELSE l.kind END, l.branch, l.staff, l.speaks, l.speaks_from,
       l.has_interpreter, s.fives, s.threes, s.targets, s.goals, l.forms, l.reform_stage, l.starts_on, l.ends_on,
       l.free, l.at_once, l.excluded, l.partnerships, l.confirmed, l.outcomes, l.corroborated, l.verified, l.track,
       strip(matching_words(l.offered, l.offered_in)
          || matching_words(left(concat_ws(' ', l.name, l.acronym, l.description, l.texts), 200000), 'en')
          || coalesce(matching_sector_words(s.fives || s.threes), ''))
FROM listed l
CROSS JOIN LATERAL (
    SELECT (SELECT coalesce(array_agg(DISTINCT code), '{}') FROM community_sector
             WHERE code = ANY(l.own_sectors) AND category_id IS NOT NULL) AS fives,
           (SELECT coalesce(array_agg(DISTINCT coalesce(category_id, code)), '{}') FROM community_sector
             WHERE code = ANY(l.own_sectors)) AS threes,
           (SELECT coalesce(array_agg(DISTINCT x), '{}') FROM unnest(l.own_targets) x) AS targets,
           (SELECT coalesce(array_agg(DISTINCT split_part(x, '.', 1)), '{}') FROM unnest(l.own_targets) x) AS goals
) s;

IF institutions IS NULL THEN
    PERFORM matching_count_words();
ELSE
    INSERT INTO matching_tellingword (word, profiles, is_subject)
    SELECT DISTINCT left(word, 120), 1, false
    FROM matching_peerprofile, unnest(tsvector_to_array(words)) word WHERE institution_id = ANY(institutions)
    ON CONFLICT (word) DO NOTHING;
END IF;
END $$;

-- In how many rows each word stands.
CREATE OR REPLACE FUNCTION matching_count_words() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM matching_tellingword;
    INSERT INTO matching_tellingword (word, profiles, is_subject)
    SELECT counted.word, max(counted.ndoc), bool_or(names.word IS NOT NULL)
    FROM (SELECT left(word, 120) AS word, ndoc FROM ts_stat('SELECT words FROM matching_peerprofile')) counted
    LEFT JOIN (
        SELECT word FROM ts_stat('SELECT matching_words(name, ''en'') FROM community_institution')
        UNION
        SELECT word FROM ts_stat('SELECT matching_sector_words(ARRAY[code]) FROM community_sector')
    ) names ON names.word = counted.word
    GROUP BY 1;
END $$;
