-- What an institution is found by: its names and spellings, its country in four languages, its sectors, and
-- what it says of itself, without accents; names weigh most.
CREATE OR REPLACE FUNCTION community_search_text(
    institution bigint, name text, acronym text, country varchar, description text
) RETURNS tsvector LANGUAGE sql STABLE AS $$
WITH spellings AS (
    SELECT string_agg(n.name, ' ' ORDER BY n.id) AS words
    FROM community_institutionname n WHERE n.institution_id = institution
), places AS (
    SELECT concat_ws(' ', c.name_en, c.name_fr, c.name_es, c.name_ar) AS words
    FROM community_country c WHERE c.iso2 = country
), topics AS (
    SELECT string_agg(concat_ws(' ', s.name_en, s.name_fr, s.name_es, s.name_ar), ' ' ORDER BY s.code) AS words
    FROM community_institution_sectors t JOIN community_sector s ON s.code = t.sector_id
    WHERE t.institution_id = institution
)
SELECT setweight(to_tsvector('portal', concat_ws(' ', name, acronym, spellings.words))
              || to_tsvector('portal_english', concat_ws(' ', name, spellings.words)), 'A')
    || setweight(to_tsvector('portal', coalesce((SELECT words FROM places), '')), 'B')
    || setweight(to_tsvector('portal', coalesce(topics.words, '')), 'C')
    || setweight(to_tsvector('portal', coalesce(description, ''))
              || to_tsvector('portal_english', coalesce(description, '')), 'D')
FROM spellings, topics $$;

CREATE OR REPLACE FUNCTION community_search_institution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := community_search_text(NEW.id, NEW.name, NEW.acronym, NEW.country_id, NEW.description);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER search_text
    BEFORE INSERT OR UPDATE OF name, acronym, country_id, description, search ON community_institution
    FOR EACH ROW EXECUTE FUNCTION community_search_institution();

-- Writes institutions anew so that the trigger above fills them again.
CREATE OR REPLACE FUNCTION community_search_again(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE community_institution SET search = NULL WHERE id = ANY (changed)
$$;

CREATE OR REPLACE FUNCTION community_search_child() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM community_search_again(ARRAY[OLD.institution_id]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM community_search_again(ARRAY[NEW.institution_id]);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_text AFTER INSERT OR UPDATE OR DELETE ON community_institutionname
    FOR EACH ROW EXECUTE FUNCTION community_search_child();
CREATE OR REPLACE TRIGGER search_text AFTER INSERT OR UPDATE OR DELETE ON community_institution_sectors
    FOR EACH ROW EXECUTE FUNCTION community_search_child();

-- A country or a sector under a new name.
CREATE OR REPLACE FUNCTION community_search_country() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM community_search_again(ARRAY(SELECT i.id FROM community_institution i WHERE i.country_id = NEW.iso2));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_text AFTER UPDATE ON community_country
    FOR EACH ROW WHEN ((OLD.name_en, OLD.name_fr, OLD.name_es, OLD.name_ar)
        IS DISTINCT FROM (NEW.name_en, NEW.name_fr, NEW.name_es, NEW.name_ar))
    EXECUTE FUNCTION community_search_country();

CREATE OR REPLACE FUNCTION community_search_sector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM community_search_again(ARRAY(
        SELECT t.institution_id FROM community_institution_sectors t WHERE t.sector_id = NEW.code));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_text AFTER UPDATE ON community_sector
    FOR EACH ROW WHEN ((OLD.name_en, OLD.name_fr, OLD.name_es, OLD.name_ar)
        IS DISTINCT FROM (NEW.name_en, NEW.name_fr, NEW.name_es, NEW.name_ar))
    EXECUTE FUNCTION community_search_sector();
