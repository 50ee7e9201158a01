-- Logs are added to and never rewritten (see core/append_only.py for the one way around).
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_adaptation
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_stagechange
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_confirmation
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
