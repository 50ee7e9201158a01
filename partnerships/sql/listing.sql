-- What lists, filters and counts read of a partnership is derived here, in the database, so that no
-- way of writing (page, admin, import, merge) can leave it behind. Nothing here decides anything that
-- the code decides again: it gathers codes, computes the direction and builds the search text.

SET LOCAL check_function_bodies = off;  -- a column that a later migration adds may be named already

-- The direction, from who offers and who asks. In an alliance everyone does both.
--   in one country              in_country
--   offered from both sides, or from the South with a broker, funder or facilitator of the North
--                               triangular
--   else offer-ask              SS, NS, SN, NN; asked from both sides counts as asked from the South
CREATE OR REPLACE FUNCTION partnerships_direction(partnership bigint) RETURNS text
LANGUAGE sql STABLE AS $$
WITH placed AS (
    SELECT m.side AS part, c.iso2, c.side
    FROM partnerships_partnershipmember m
    LEFT JOIN community_institution i ON i.id = m.institution_id
    LEFT JOIN community_country c ON c.iso2 = coalesce(m.country_id, i.country_id)
    WHERE m.partnership_id = partnership
), facts AS (
    SELECT
        count(*) FILTER (WHERE part IN ('demand', 'supply', 'peer')) AS principals,
        count(*) FILTER (WHERE part IN ('demand', 'supply', 'peer') AND iso2 IS NULL) AS unplaced,
        count(DISTINCT iso2) FILTER (WHERE part IN ('demand', 'supply', 'peer')) AS countries,
        bool_or(part IN ('supply', 'peer')) AS offered,
        bool_or(part IN ('demand', 'peer')) AS asked,
        coalesce(bool_or(part IN ('supply', 'peer') AND side = 'north'), false) AS from_north,
        coalesce(bool_or(part IN ('supply', 'peer') AND side = 'south'), false) AS from_south,
        coalesce(bool_or(part IN ('demand', 'peer') AND side = 'north'), false) AS to_north,
        coalesce(bool_or(part IN ('demand', 'peer') AND side = 'south'), false) AS to_south,
        coalesce(bool_or(part IN ('broker', 'funder', 'facilitator') AND side = 'north'), false) AS helped_by_north
    FROM placed
)
SELECT CASE
    WHEN principals < 2 OR NOT offered OR NOT asked THEN 'unknown'
    WHEN countries = 1 AND unplaced = 0 THEN 'in_country'
    WHEN from_north AND from_south THEN 'triangular'
    WHEN from_south AND helped_by_north THEN 'triangular'
    WHEN from_south AND to_south THEN 'SS'
    WHEN from_north AND to_south THEN 'NS'
    WHEN from_south AND to_north THEN 'SN'
    WHEN from_north AND to_north THEN 'NN'
    ELSE 'unknown'
END FROM facts $$;

CREATE OR REPLACE FUNCTION partnerships_search_text(
    partnership bigint, title text, problem text, reform text, summary text, other text
) RETURNS tsvector
LANGUAGE sql STABLE AS $$
WITH names AS (
    SELECT string_agg(concat_ws(' ', m.stated_name, i.name, i.acronym, o.names), ' ' ORDER BY m.id) AS who,
           string_agg(DISTINCT concat_ws(' ', c.name_en, c.name_fr, c.name_es, c.name_ar), ' ') AS places
    FROM partnerships_partnershipmember m
    LEFT JOIN community_institution i ON i.id = m.institution_id
    LEFT JOIN LATERAL (
        SELECT string_agg(n.name, ' ' ORDER BY n.id) AS names FROM community_institutionname n WHERE n.institution_id = i.id
    ) o ON true
    LEFT JOIN community_country c ON c.iso2 = coalesce(m.country_id, i.country_id)
    WHERE m.partnership_id = partnership
), topics AS (
    SELECT string_agg(concat_ws(' ', s.name_en, s.name_fr, s.name_es, s.name_ar), ' ' ORDER BY s.code) AS words
    FROM partnerships_partnership_sectors ps JOIN community_sector s ON s.code = ps.sector_id
    WHERE ps.partnership_id = partnership
), themes AS (
    SELECT string_agg(t.name, ' ' ORDER BY t.slug) AS words
    FROM taggit_taggeditem ti
    JOIN taggit_tag t ON t.id = ti.tag_id
    JOIN django_content_type ct ON ct.id = ti.content_type_id
    WHERE ct.app_label = 'partnerships' AND ct.model = 'partnership' AND ti.object_id = partnership
)
SELECT setweight(to_tsvector('portal', title) || to_tsvector('portal_english', title), 'A')
    || setweight(to_tsvector('portal', concat_ws(' ', names.who, names.places)), 'B')
    || setweight(to_tsvector('portal', concat_ws(' ', problem, reform, topics.words, themes.words, other))
              || to_tsvector('portal_english', concat_ws(' ', problem, reform, topics.words, themes.words, other)), 'C')
    || setweight(to_tsvector('portal_english', coalesce(summary, '')), 'D')
FROM names, topics, themes $$;

-- Fills the derived columns of a row that is about to be written.
CREATE OR REPLACE FUNCTION partnerships_derive() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.start := coalesce(nullif(NEW.actual_start, ''), NEW.planned_start);
    NEW."end" := coalesce(nullif(NEW.actual_end, ''), NEW.planned_end);
    NEW.direction := partnerships_direction(NEW.id);
    SELECT coalesce(array_agg(DISTINCT c.iso2::varchar), '{}'),
           coalesce(array_agg(DISTINCT c.subregion_id::varchar) FILTER (WHERE c.subregion_id IS NOT NULL), '{}')
      INTO NEW.country_codes, NEW.region_codes
      FROM partnerships_partnershipmember m
      LEFT JOIN community_institution i ON i.id = m.institution_id
      JOIN community_country c ON c.iso2 = coalesce(m.country_id, i.country_id)
     WHERE m.partnership_id = NEW.id;
    WITH placed AS (
        SELECT m.side, c.iso2::varchar AS place
          FROM partnerships_partnershipmember m
          LEFT JOIN community_institution i ON i.id = m.institution_id
          JOIN community_country c ON c.iso2 = coalesce(m.country_id, i.country_id)
         WHERE m.partnership_id = NEW.id AND m.side IN ('demand', 'supply', 'peer'))
    SELECT (SELECT coalesce(array_agg(DISTINCT place), '{}') FROM placed),
           (SELECT coalesce(array_agg(DISTINCT (offer.place || '>' || ask.place)::varchar), '{}')
              FROM placed offer JOIN placed ask ON offer.side = 'supply' AND ask.side = 'demand')
      INTO NEW.place_codes, NEW.pair_codes;
    SELECT coalesce(array_agg(DISTINCT i.slug), '{}') INTO NEW.funder_slugs
      FROM partnerships_partnershipmember m JOIN community_institution i ON i.id = m.institution_id
     WHERE m.partnership_id = NEW.id AND m.side = 'funder';
    SELECT coalesce(array_agg(DISTINCT code), '{}') INTO NEW.sector_codes
      FROM (SELECT unnest(ARRAY[s.code, s.category_id]) AS code
              FROM partnerships_partnership_sectors ps JOIN community_sector s ON s.code = ps.sector_id
             WHERE ps.partnership_id = NEW.id) codes
     WHERE code IS NOT NULL;
    SELECT coalesce(array_agg(DISTINCT code), '{}') INTO NEW.sdg_codes
      FROM (SELECT unnest(ARRAY[t.code, t.goal_id::varchar]) AS code
              FROM partnerships_partnership_sdg_targets pt JOIN community_sdgtarget t ON t.code = pt.sdgtarget_id
             WHERE pt.partnership_id = NEW.id) codes;
    SELECT coalesce(array_agg(DISTINCT t.slug), '{}') INTO NEW.theme_slugs
      FROM taggit_taggeditem ti
      JOIN taggit_tag t ON t.id = ti.tag_id
      JOIN django_content_type ct ON ct.id = ti.content_type_id
     WHERE ct.app_label = 'partnerships' AND ct.model = 'partnership' AND ti.object_id = NEW.id;
    NEW.search := partnerships_search_text(
        NEW.id, NEW.title, NEW.problem, NEW.reform, NEW.summary,
        concat_ws(' ', NEW.sector_words, NEW.expertise_wanted, NEW.what_changed));
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER partnerships_derive
    BEFORE INSERT OR UPDATE ON partnerships_partnership
    FOR EACH ROW EXECUTE FUNCTION partnerships_derive();

-- Writes rows anew so that the trigger above fills them again.
CREATE OR REPLACE FUNCTION partnerships_touch(changed bigint[]) RETURNS void
LANGUAGE sql AS $$
    UPDATE partnerships_partnership SET version = version WHERE id = ANY (changed)
$$;

-- The tables that hang on a partnership: whatever changes in them touches it.
CREATE OR REPLACE FUNCTION partnerships_touch_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(SELECT DISTINCT partnership_id FROM new_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION partnerships_touch_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(SELECT DISTINCT partnership_id FROM old_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION partnerships_touch_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(SELECT partnership_id FROM new_rows UNION SELECT partnership_id FROM old_rows));
    RETURN NULL;
END $$;

DO $$
DECLARE child text;
BEGIN
    FOREACH child IN ARRAY ARRAY['partnerships_partnershipmember', 'partnerships_partnership_sectors',
                                 'partnerships_partnership_sdg_targets'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER touch_inserted AFTER INSERT ON %I
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION partnerships_touch_inserted()', child);
        EXECUTE format('CREATE OR REPLACE TRIGGER touch_deleted AFTER DELETE ON %I
            REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION partnerships_touch_deleted()', child);
        EXECUTE format('CREATE OR REPLACE TRIGGER touch_updated AFTER UPDATE ON %I
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION partnerships_touch_updated()', child);
    END LOOP;
END $$;

-- Themes are tags on any kind of record.
CREATE OR REPLACE FUNCTION partnerships_touch_tagged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE tagged bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.object_id ELSE NEW.object_id END;
        kind bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.content_type_id ELSE NEW.content_type_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM django_content_type
               WHERE id = kind AND app_label = 'partnerships' AND model = 'partnership') THEN
        PERFORM partnerships_touch(ARRAY[tagged]);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_tagged AFTER INSERT OR UPDATE OR DELETE ON taggit_taggeditem
    FOR EACH ROW EXECUTE FUNCTION partnerships_touch_tagged();

-- A tag under a new name or address.
CREATE OR REPLACE FUNCTION partnerships_touch_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(
        SELECT DISTINCT ti.object_id FROM taggit_taggeditem ti
        JOIN django_content_type ct ON ct.id = ti.content_type_id
        WHERE ct.app_label = 'partnerships' AND ct.model = 'partnership' AND ti.tag_id = NEW.id));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_tag AFTER UPDATE ON taggit_tag
    FOR EACH ROW WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug))
    EXECUTE FUNCTION partnerships_touch_tag();

-- A sector under a new name or in another category.
CREATE OR REPLACE FUNCTION partnerships_touch_sector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(
        SELECT DISTINCT partnership_id FROM partnerships_partnership_sectors WHERE sector_id = NEW.code));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_sector AFTER UPDATE ON community_sector
    FOR EACH ROW WHEN ((OLD.category_id, OLD.name_en, OLD.name_fr, OLD.name_es, OLD.name_ar)
        IS DISTINCT FROM (NEW.category_id, NEW.name_en, NEW.name_fr, NEW.name_es, NEW.name_ar))
    EXECUTE FUNCTION partnerships_touch_sector();

-- A new name, address or country of an institution, or a new spelling of it.
CREATE OR REPLACE FUNCTION partnerships_touch_institution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(
        SELECT DISTINCT partnership_id FROM partnerships_partnershipmember WHERE institution_id = NEW.id));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_institution AFTER UPDATE ON community_institution
    FOR EACH ROW WHEN ((OLD.name, OLD.acronym, OLD.slug, OLD.country_id)
        IS DISTINCT FROM (NEW.name, NEW.acronym, NEW.slug, NEW.country_id))
    EXECUTE FUNCTION partnerships_touch_institution();

CREATE OR REPLACE FUNCTION partnerships_touch_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(
        SELECT DISTINCT partnership_id FROM partnerships_partnershipmember
        WHERE institution_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.institution_id ELSE NEW.institution_id END));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_spelling AFTER INSERT OR UPDATE OR DELETE ON community_institutionname
    FOR EACH ROW EXECUTE FUNCTION partnerships_touch_spelling();

CREATE OR REPLACE FUNCTION partnerships_touch_country() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_touch(ARRAY(
        SELECT DISTINCT m.partnership_id FROM partnerships_partnershipmember m
        LEFT JOIN community_institution i ON i.id = m.institution_id
        WHERE coalesce(m.country_id, i.country_id) = NEW.iso2));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER touch_country AFTER UPDATE ON community_country
    FOR EACH ROW WHEN ((OLD.side, OLD.subregion_id, OLD.name_en, OLD.name_fr, OLD.name_es, OLD.name_ar)
        IS DISTINCT FROM (NEW.side, NEW.subregion_id, NEW.name_en, NEW.name_fr, NEW.name_es, NEW.name_ar))
    EXECUTE FUNCTION partnerships_touch_country();

-- The kept counts of the public register: every change is a row that says by how much.
CREATE OR REPLACE FUNCTION partnerships_facet_values(p partnerships_partnership)
RETURNS TABLE (facet text, value text)
LANGUAGE sql IMMUTABLE AS $$
    SELECT 'all', 'all'
    UNION ALL SELECT 'kind', p.kind
    UNION ALL SELECT 'direction', p.direction
    UNION ALL SELECT 'stage', p.stage
    UNION ALL SELECT 'country', unnest(p.country_codes)
    UNION ALL SELECT 'place', unnest(p.place_codes)
    UNION ALL SELECT 'pair', unnest(p.pair_codes)
    UNION ALL SELECT 'region', unnest(p.region_codes)
    UNION ALL SELECT 'sector', unnest(p.sector_codes)
    UNION ALL SELECT 'sdg', unnest(p.sdg_codes)
    UNION ALL SELECT 'funder', unnest(p.funder_slugs)
    UNION ALL SELECT 'theme', unnest(p.theme_slugs)
    UNION ALL SELECT 'language', unnest(p.languages)
$$;

CREATE OR REPLACE FUNCTION partnerships_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO partnerships_facetcount (facet, value, is_demo, n)
    SELECT v.facet, v.value, r.is_demo, count(*)
    FROM new_rows r, LATERAL partnerships_facet_values(ROW(r.*)::partnerships_partnership) v
    WHERE r.visibility = 'public'
    GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION partnerships_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO partnerships_facetcount (facet, value, is_demo, n)
    SELECT v.facet, v.value, r.is_demo, -count(*)
    FROM old_rows r, LATERAL partnerships_facet_values(ROW(r.*)::partnerships_partnership) v
    WHERE r.visibility = 'public'
    GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION partnerships_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO partnerships_facetcount (facet, value, is_demo, n)
    SELECT facet, value, is_demo, sum(change) FROM (
        SELECT v.facet, v.value, r.is_demo, 1 AS change
        FROM new_rows r, LATERAL partnerships_facet_values(ROW(r.*)::partnerships_partnership) v
        WHERE r.visibility = 'public'
        UNION ALL
        SELECT v.facet, v.value, r.is_demo, -1
        FROM old_rows r, LATERAL partnerships_facet_values(ROW(r.*)::partnerships_partnership) v
        WHERE r.visibility = 'public'
    ) changes
    GROUP BY 1, 2, 3
    HAVING sum(change) <> 0;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER count_inserted AFTER INSERT ON partnerships_partnership
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION partnerships_count_inserted();
CREATE OR REPLACE TRIGGER count_deleted AFTER DELETE ON partnerships_partnership
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION partnerships_count_deleted();
CREATE OR REPLACE TRIGGER count_updated AFTER UPDATE ON partnerships_partnership
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION partnerships_count_updated();
