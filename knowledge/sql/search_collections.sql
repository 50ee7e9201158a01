CREATE OR REPLACE FUNCTION knowledge_search_collection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := knowledge_search_text(NEW.language, NEW.title, '', NEW.body_text);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER search_text BEFORE INSERT OR UPDATE OF language, title, body_text
    ON knowledge_collection FOR EACH ROW EXECUTE FUNCTION knowledge_search_collection();
