-- What parties said, and the way of a piece through its states, is added to and never rewritten.
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON knowledge_consent
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON knowledge_stateentry
    FOR EACH ROW EXECUTE FUNCTION core_append_only();
