-- What sides said, and who handed what to whom, is added to and never rewritten.
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_ownwords
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_handover
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_partconsent
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
