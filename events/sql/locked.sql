-- What happened to a place is added to and never rewritten.
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON events_registrationchange
    FOR EACH ROW EXECUTE FUNCTION core_append_only();

-- A final report and its sections never change; comments_locked.sql locks its comments.
CREATE OR REPLACE FUNCTION events_final_report_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'final' AND coalesce(current_setting('portal.rewriting_logs', true), 'off') <> 'on' THEN
        RAISE EXCEPTION 'a final report never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER final_is_locked BEFORE UPDATE OR DELETE ON events_eventreport
    FOR EACH ROW EXECUTE FUNCTION events_final_report_is_locked();

CREATE OR REPLACE FUNCTION events_section_of_final_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('portal.rewriting_logs', true), 'off') <> 'on' AND EXISTS (
        SELECT 1 FROM events_eventreport r
        WHERE r.status = 'final' AND r.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.report_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.report_id END
        )
    ) THEN
        RAISE EXCEPTION 'the sections of a final report never change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER final_is_locked BEFORE INSERT OR UPDATE OR DELETE ON events_reportsection
    FOR EACH ROW EXECUTE FUNCTION events_section_of_final_is_locked();
