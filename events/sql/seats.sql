-- Seats are counted by the database, so that no race oversells: the event's row is locked by the count itself,
-- and its check constraint refuses one too many.
CREATE OR REPLACE FUNCTION events_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status IN ('confirmed', 'attended') THEN
        UPDATE events_learningevent SET seats_taken = seats_taken - 1 WHERE id = OLD.event_id
            AND NOT (TG_OP = 'UPDATE' AND NEW.event_id = OLD.event_id AND NEW.status IN ('confirmed', 'attended'));
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.status IN ('confirmed', 'attended') THEN
        UPDATE events_learningevent SET seats_taken = seats_taken + 1 WHERE id = NEW.event_id
            AND NOT (TG_OP = 'UPDATE' AND NEW.event_id = OLD.event_id AND OLD.status IN ('confirmed', 'attended'));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER count_seats AFTER INSERT OR DELETE OR UPDATE OF status, event_id ON events_registration
    FOR EACH ROW EXECUTE FUNCTION events_count_seats();
