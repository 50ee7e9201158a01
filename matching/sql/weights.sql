-- Weights are numbers from 0 to 100 under known names, not all of them nothing. JSON has no NaN and no infinity.
CREATE OR REPLACE FUNCTION matching_weights_hold(weights jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
SELECT jsonb_typeof(weights) = 'object'
   AND NOT EXISTS (SELECT 1 FROM jsonb_each(CASE jsonb_typeof(weights) WHEN 'object' THEN weights ELSE '{}' END) each
                   WHERE jsonb_typeof(each.value) <> 'number' OR (each.value)::numeric NOT BETWEEN 0 AND 100)
   AND EXISTS (SELECT 1 FROM jsonb_each(CASE jsonb_typeof(weights) WHEN 'object' THEN weights ELSE '{}' END) each
               WHERE jsonb_typeof(each.value) = 'number' AND (each.value)::numeric > 0)
$$;

ALTER TABLE matching_matchweights DROP CONSTRAINT IF EXISTS weights_hold;
ALTER TABLE matching_matchweights ADD CONSTRAINT weights_hold
    CHECK (matching_weights_hold(demand) AND matching_weights_hold(supply));

-- A version that a score was worked out with stays as it was.
CREATE OR REPLACE FUNCTION matching_weights_stay() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.demand = OLD.demand AND NEW.supply = OLD.supply AND NEW.number = OLD.number THEN
        RETURN NEW;  -- its author may be forgotten
    END IF;
    RAISE EXCEPTION 'weights are append-only: write a new version' USING ERRCODE = 'check_violation';
END $$;

DROP TRIGGER IF EXISTS weights_stay ON matching_matchweights;
CREATE TRIGGER weights_stay BEFORE UPDATE OR DELETE ON matching_matchweights
    FOR EACH ROW EXECUTE FUNCTION matching_weights_stay();
