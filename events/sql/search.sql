-- What an event is found by: its title, what it is about, who holds it, and what was on its agenda.
-- Nothing of how one joins it.
CREATE OR REPLACE FUNCTION events_search_text(event bigint, title text, series bigint, summary text, about text)
RETURNS tsvector LANGUAGE sql STABLE AS $$
WITH hosts AS (
    SELECT string_agg(concat_ws(' ', i.name, i.acronym), ' ' ORDER BY h.id) AS words
    FROM events_eventhost h JOIN community_institution i ON i.id = h.institution_id WHERE h.event_id = event
), topics AS (
    SELECT string_agg(concat_ws(' ', s.name_en, s.name_fr, s.name_es, s.name_ar), ' ' ORDER BY s.code) AS words
    FROM events_learningevent_sectors t JOIN community_sector s ON s.code = t.sector_id
    WHERE t.learningevent_id = event
), agenda AS (
    SELECT string_agg(a.title, ' ' ORDER BY a.id) AS words FROM events_agendaitem a WHERE a.event_id = event
), told AS (
    SELECT string_agg(p.title, ' ' ORDER BY p.id) AS words
    FROM events_presentation p JOIN events_agendaitem a ON a.id = p.item_id WHERE a.event_id = event
), parts AS (
    SELECT concat_ws(' ', summary, (SELECT s.title FROM events_eventseries s WHERE s.id = series)) AS second,
           concat_ws(' ', topics.words, told.words) AS third,
           concat_ws(' ', about, agenda.words) AS rest,
           hosts.words AS who
    FROM hosts, topics, agenda, told
)
SELECT setweight(to_tsvector('portal', title) || to_tsvector('portal_english', title), 'A')
    || setweight(to_tsvector('portal', concat_ws(' ', second, who)) || to_tsvector('portal_english', second), 'B')
    || setweight(to_tsvector('portal', third) || to_tsvector('portal_english', third), 'C')
    || setweight(to_tsvector('portal', rest) || to_tsvector('portal_english', rest), 'D')
FROM parts $$;

CREATE OR REPLACE FUNCTION events_search_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := events_search_text(
        NEW.id, NEW.title, NEW.series_id, NEW.summary,
        concat_ws(' ', NEW.objective, NEW.premise, NEW.audience, NEW.catchphrase));
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER search_text
    BEFORE INSERT OR UPDATE OF title, series_id, summary, objective, premise, audience, catchphrase, search
    ON events_learningevent FOR EACH ROW EXECUTE FUNCTION events_search_event();

-- Writes events anew so that the trigger above fills them again.
CREATE OR REPLACE FUNCTION events_search_again(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    UPDATE events_learningevent SET search = NULL WHERE id = ANY (changed)
$$;

-- The tables that hang on an event; the argument names their column.
CREATE OR REPLACE FUNCTION events_search_child() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM events_search_again(ARRAY[(to_jsonb(OLD) ->> TG_ARGV[0])::bigint]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM events_search_again(ARRAY[(to_jsonb(NEW) ->> TG_ARGV[0])::bigint]);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_text AFTER INSERT OR UPDATE OF event_id, institution_id OR DELETE ON events_eventhost
    FOR EACH ROW EXECUTE FUNCTION events_search_child('event_id');
CREATE OR REPLACE TRIGGER search_text AFTER INSERT OR UPDATE OR DELETE ON events_learningevent_sectors
    FOR EACH ROW EXECUTE FUNCTION events_search_child('learningevent_id');
CREATE OR REPLACE TRIGGER search_text AFTER INSERT OR UPDATE OF event_id, title OR DELETE ON events_agendaitem
    FOR EACH ROW EXECUTE FUNCTION events_search_child('event_id');

CREATE OR REPLACE FUNCTION events_search_presentation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_search_again(ARRAY(
        SELECT DISTINCT a.event_id FROM events_agendaitem a
        WHERE a.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.item_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.item_id END)));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_text AFTER INSERT OR UPDATE OF item_id, title OR DELETE ON events_presentation
    FOR EACH ROW EXECUTE FUNCTION events_search_presentation();

-- A series, a host or a sector under a new name.
CREATE OR REPLACE FUNCTION events_search_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_search_again(ARRAY(SELECT e.id FROM events_learningevent e WHERE e.series_id = NEW.id));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_text AFTER UPDATE OF title ON events_eventseries
    FOR EACH ROW WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION events_search_series();

CREATE OR REPLACE FUNCTION events_search_institution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_search_again(ARRAY(SELECT h.event_id FROM events_eventhost h WHERE h.institution_id = NEW.id));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_of_events AFTER UPDATE ON community_institution
    FOR EACH ROW WHEN ((OLD.name, OLD.acronym) IS DISTINCT FROM (NEW.name, NEW.acronym))
    EXECUTE FUNCTION events_search_institution();

CREATE OR REPLACE FUNCTION events_search_sector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_search_again(ARRAY(
        SELECT t.learningevent_id FROM events_learningevent_sectors t WHERE t.sector_id = NEW.code));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER search_of_events AFTER UPDATE ON community_sector
    FOR EACH ROW WHEN ((OLD.name_en, OLD.name_fr, OLD.name_es, OLD.name_ar)
        IS DISTINCT FROM (NEW.name_en, NEW.name_fr, NEW.name_es, NEW.name_ar))
    EXECUTE FUNCTION events_search_sector();
