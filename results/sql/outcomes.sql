-- What follows from other tables is derived here, in the database, so that no way of writing (page, admin,
-- import, merge) can set it: above all the word of evidence, which rises by acts alone.

-- The word of evidence of an outcome in its present words, and whether somebody disagrees with them.
--   independently-verified  somebody outside both sides agreed by their link
--   corroborated            a party that asks or offers agreed, other than the one that recorded it
--   documented              something is there to look at, for the outcome or a step of its chain
--   self-reported           else
CREATE OR REPLACE FUNCTION results_evidence(outcome bigint, wording text, reporter bigint)
RETURNS TABLE (word text, disputed boolean)
LANGUAGE sql STABLE AS $$
WITH latest AS (
    SELECT DISTINCT ON (institution_id) institution_id, side, verdict
    FROM results_partnerword
    WHERE outcome_id = outcome AND revision = wording
    ORDER BY institution_id, said_at DESC, id DESC
), outside AS (
    SELECT verdict FROM results_substantiation WHERE outcome_id = outcome AND revision = wording
)
SELECT CASE
    WHEN EXISTS (SELECT 1 FROM outside WHERE verdict = 'agree') THEN 'independently-verified'
    WHEN EXISTS (SELECT 1 FROM latest WHERE verdict = 'agree' AND side IN ('demand', 'supply', 'peer')
                 AND institution_id IS DISTINCT FROM reporter) THEN 'corroborated'
    WHEN EXISTS (SELECT 1 FROM results_evidenceitem WHERE outcome_id = outcome)
      OR EXISTS (SELECT 1 FROM results_evidenceitem e
                 JOIN results_contributionstep s ON s.id = e.step_id
                 JOIN results_contributionclaim c ON c.id = s.claim_id
                 WHERE c.outcome_id = outcome) THEN 'documented'
    ELSE 'self-reported'
END,
EXISTS (SELECT 1 FROM latest WHERE verdict = 'disagree') OR EXISTS (SELECT 1 FROM outside WHERE verdict = 'disagree')
$$;

CREATE OR REPLACE FUNCTION results_derive_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    p partnerships_partnership;
BEGIN
    SELECT * INTO p FROM partnerships_partnership WHERE id = NEW.partnership_id;
    SELECT word, disputed INTO NEW.evidence, NEW.is_disputed
      FROM results_evidence(NEW.id, NEW.revision, NEW.reported_by_id);
    NEW.is_public := NEW.visibility = 'public' AND p.visibility = 'public' AND p.revises_id IS NULL;
    NEW.is_demo := p.is_demo;
    NEW.year := nullif(left(NEW.changed_on, 4), '')::smallint;
    NEW.tokens := ARRAY['direction=' || p.direction, 'kind=' || p.kind]::varchar[]
        || ARRAY(SELECT ('region=' || code)::varchar FROM unnest(p.region_codes) code)
        || ARRAY(SELECT ('country=' || code)::varchar FROM unnest(p.country_codes) code)
        || ARRAY(SELECT ('sector=' || code)::varchar FROM unnest(p.sector_codes) code)
        || ARRAY(SELECT ('sdg=' || code)::varchar FROM unnest(p.sdg_codes) code)
        || ARRAY(SELECT ('donor=' || slug)::varchar FROM unnest(p.funder_slugs) slug);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER results_derive_outcome
    BEFORE INSERT OR UPDATE ON results_harvestedoutcome
    FOR EACH ROW EXECUTE FUNCTION results_derive_outcome();

-- Writes rows anew so that the trigger above fills them again.
CREATE OR REPLACE FUNCTION results_touch(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE results_harvestedoutcome SET version = version WHERE id = ANY (changed)
$$;

CREATE OR REPLACE FUNCTION results_touch_by_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM results_touch(ARRAY[CASE WHEN TG_OP = 'DELETE' THEN OLD.outcome_id ELSE NEW.outcome_id END]);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_outcome AFTER INSERT OR UPDATE OR DELETE ON results_partnerword
    FOR EACH ROW EXECUTE FUNCTION results_touch_by_word();
CREATE OR REPLACE TRIGGER touch_outcome AFTER INSERT OR UPDATE OR DELETE ON results_substantiation
    FOR EACH ROW EXECUTE FUNCTION results_touch_by_word();

CREATE OR REPLACE FUNCTION results_touch_by_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    item results_evidenceitem := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF item.outcome_id IS NOT NULL THEN
        PERFORM results_touch(ARRAY[item.outcome_id]);
    ELSIF item.step_id IS NOT NULL THEN
        PERFORM results_touch(ARRAY(
            SELECT c.outcome_id FROM results_contributionstep s
            JOIN results_contributionclaim c ON c.id = s.claim_id WHERE s.id = item.step_id));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_outcome AFTER INSERT OR UPDATE OR DELETE ON results_evidenceitem
    FOR EACH ROW EXECUTE FUNCTION results_touch_by_evidence();

-- A record that is shown to others, moves or changes its subject takes its outcomes along.
CREATE OR REPLACE FUNCTION results_touch_by_partnership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE results_harvestedoutcome SET version = version WHERE partnership_id = NEW.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_outcomes AFTER UPDATE ON partnerships_partnership
    FOR EACH ROW WHEN (
        (OLD.visibility, OLD.is_demo, OLD.kind, OLD.direction, OLD.region_codes, OLD.country_codes,
         OLD.sector_codes, OLD.sdg_codes, OLD.funder_slugs, OLD.revises_id)
        IS DISTINCT FROM
        (NEW.visibility, NEW.is_demo, NEW.kind, NEW.direction, NEW.region_codes, NEW.country_codes,
         NEW.sector_codes, NEW.sdg_codes, NEW.funder_slugs, NEW.revises_id))
    EXECUTE FUNCTION results_touch_by_partnership();

-- The tokens that an outcome is counted under: all, each facet, and two of the facets that people combine.
CREATE OR REPLACE FUNCTION results_tally_tokens(tokens varchar[]) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    WITH each AS (
        SELECT t AS token, split_part(t, '=', 1) AS facet FROM unnest(tokens) t
    ), combined AS (
        SELECT token, facet FROM each
        WHERE facet IN ('direction', 'kind', 'region') OR facet = 'sector' AND length(token) = 10
    )
    SELECT 'all'
    UNION ALL SELECT token FROM each
    UNION ALL SELECT a.token || '&' || b.token FROM combined a JOIN combined b ON a.facet < b.facet
$$;

CREATE OR REPLACE FUNCTION results_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO results_outcometally (token, year, level, evidence, is_negative, is_demo, n)
    SELECT t, o.year, o.level, o.evidence, o.is_negative, o.is_demo, count(*)
    FROM new_rows o, LATERAL results_tally_tokens(o.tokens) t
    WHERE o.is_public
    GROUP BY 1, 2, 3, 4, 5, 6;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION results_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO results_outcometally (token, year, level, evidence, is_negative, is_demo, n)
    SELECT t, o.year, o.level, o.evidence, o.is_negative, o.is_demo, -count(*)
    FROM old_rows o, LATERAL results_tally_tokens(o.tokens) t
    WHERE o.is_public
    GROUP BY 1, 2, 3, 4, 5, 6;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION results_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO results_outcometally (token, year, level, evidence, is_negative, is_demo, n)
    SELECT token, year, level, evidence, is_negative, is_demo, sum(change) FROM (
        SELECT t AS token, o.year, o.level, o.evidence, o.is_negative, o.is_demo, 1 AS change
        FROM new_rows o, LATERAL results_tally_tokens(o.tokens) t WHERE o.is_public
        UNION ALL
        SELECT t, o.year, o.level, o.evidence, o.is_negative, o.is_demo, -1
        FROM old_rows o, LATERAL results_tally_tokens(o.tokens) t WHERE o.is_public
    ) changes
    GROUP BY 1, 2, 3, 4, 5, 6
    HAVING sum(change) <> 0;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER count_inserted AFTER INSERT ON results_harvestedoutcome
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION results_count_inserted();
CREATE OR REPLACE TRIGGER count_deleted AFTER DELETE ON results_harvestedoutcome
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION results_count_deleted();
CREATE OR REPLACE TRIGGER count_updated AFTER UPDATE ON results_harvestedoutcome
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION results_count_updated();

-- "n of m outcomes corroborated or better", kept on the record for its card.
CREATE OR REPLACE FUNCTION results_summarise(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE partnerships_partnership p SET outcomes_shown = c.shown, outcomes_corroborated = c.corroborated
    FROM (
        SELECT k.id, count(o.id) AS shown,
               count(o.id) FILTER (WHERE o.evidence IN ('corroborated', 'independently-verified')) AS corroborated
        FROM unnest(changed) AS k (id)
        LEFT JOIN results_harvestedoutcome o ON o.partnership_id = k.id AND o.is_public
        GROUP BY k.id
    ) c
    WHERE p.id = c.id AND (p.outcomes_shown, p.outcomes_corroborated) IS DISTINCT FROM (c.shown, c.corroborated)
$$;
CREATE OR REPLACE FUNCTION results_summarise_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM results_summarise(ARRAY(SELECT DISTINCT partnership_id FROM new_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION results_summarise_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM results_summarise(ARRAY(SELECT DISTINCT partnership_id FROM old_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION results_summarise_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM results_summarise(ARRAY(
        SELECT partnership_id FROM new_rows UNION SELECT partnership_id FROM old_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER summarise_inserted AFTER INSERT ON results_harvestedoutcome
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION results_summarise_new();
CREATE OR REPLACE TRIGGER summarise_deleted AFTER DELETE ON results_harvestedoutcome
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION results_summarise_old();
CREATE OR REPLACE TRIGGER summarise_updated AFTER UPDATE ON results_harvestedoutcome
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION results_summarise_changed();
