-- The comments on a final report stay as they were said; only who said or settled them may be forgotten.
CREATE OR REPLACE FUNCTION events_comment_of_final_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people text[] := '{registration_id,settled_by_id}';
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - people = to_jsonb(OLD) - people
        AND (NEW.registration_id IS NULL OR NEW.registration_id IS NOT DISTINCT FROM OLD.registration_id)
        AND (NEW.settled_by_id IS NULL OR NEW.settled_by_id IS NOT DISTINCT FROM OLD.settled_by_id)
    THEN
        RETURN NEW;
    END IF;
    IF coalesce(current_setting('portal.rewriting_logs', true), 'off') <> 'on' AND EXISTS (
        SELECT 1 FROM events_reportsection s JOIN events_eventreport r ON r.id = s.report_id
        WHERE r.status = 'final' AND s.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.section_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.section_id END
        )
    ) THEN
        RAISE EXCEPTION 'the comments on a final report never change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER final_is_locked BEFORE INSERT OR UPDATE OR DELETE ON events_reportcomment
    FOR EACH ROW EXECUTE FUNCTION events_comment_of_final_is_locked();
