-- What others said is added to and never rewritten (see core/append_only.py for the one way around).
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON results_partnerword
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON results_substantiation
    FOR EACH ROW EXECUTE FUNCTION core_append_only();

-- An approved observation stays as it was verified. What may still be written: that a later version replaced
-- it, and that a person was erased or a period taken away.
CREATE OR REPLACE FUNCTION results_keep_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed results_observation;
BEGIN
    IF OLD.state <> 'approved' OR coalesce(current_setting('portal.rewriting_logs', true), '') = 'on' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        allowed := OLD;
        allowed.updated_at := NEW.updated_at;
        IF OLD.replaced_at IS NULL THEN
            allowed.replaced_at := NEW.replaced_at;
        END IF;
        IF NEW.recorded_by_id IS NULL THEN
            allowed.recorded_by_id := NULL;
        END IF;
        IF NEW.verified_by_id IS NULL THEN
            allowed.verified_by_id := NULL;
        END IF;
        IF NEW.period_id IS NULL THEN
            allowed.period_id := NULL;
        END IF;
        IF NEW IS NOT DISTINCT FROM allowed THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an approved observation is not rewritten' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER keep_approved BEFORE UPDATE OR DELETE ON results_observation
    FOR EACH ROW EXECUTE FUNCTION results_keep_approved();

-- Its disaggregation and what measures it stay as well.
CREATE OR REPLACE FUNCTION results_keep_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('portal.rewriting_logs', true), '') <> 'on' AND EXISTS (
        SELECT 1 FROM results_observation WHERE id = OLD.observation_id AND state = 'approved') THEN
        RAISE EXCEPTION 'an approved observation is not rewritten' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER keep_approved BEFORE UPDATE OR DELETE ON results_disaggregation
    FOR EACH ROW WHEN (OLD.observation_id IS NOT NULL) EXECUTE FUNCTION results_keep_parts();

-- Figures mean nothing without their unit: it stays once something was observed.
CREATE OR REPLACE FUNCTION results_keep_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM results_observation WHERE indicator_id = OLD.id) THEN
        RAISE EXCEPTION 'observations exist in the old unit' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER keep_unit BEFORE UPDATE ON results_indicator
    FOR EACH ROW WHEN ((OLD.measure, OLD.unit) IS DISTINCT FROM (NEW.measure, NEW.unit))
    EXECUTE FUNCTION results_keep_unit();
