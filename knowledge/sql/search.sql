-- Words stemmed in the text's own language and as they are, without accents; titles weigh most.
CREATE OR REPLACE FUNCTION knowledge_search_text(language text, first text, second text, rest text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('portal', coalesce(first, '')) || to_tsvector(core_search_config(language), coalesce(first, '')), 'A')
        || setweight(to_tsvector('portal', coalesce(second, '')) || to_tsvector(core_search_config(language), coalesce(second, '')), 'B')
        || setweight(to_tsvector('portal', left(coalesce(rest, ''), 200000)) || to_tsvector(core_search_config(language), left(coalesce(rest, ''), 200000)), 'D')
$$;

CREATE OR REPLACE FUNCTION knowledge_search_piece() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := knowledge_search_text(NEW.language, NEW.title, NEW.summary, NEW.body_text);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER search_text BEFORE INSERT OR UPDATE OF language, title, summary, body_text
    ON knowledge_piece FOR EACH ROW EXECUTE FUNCTION knowledge_search_piece();

CREATE OR REPLACE FUNCTION knowledge_search_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := knowledge_search_text(NEW.language, NEW.title, '', NEW.text);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER search_text BEFORE INSERT OR UPDATE OF language, title, text
    ON knowledge_finding FOR EACH ROW EXECUTE FUNCTION knowledge_search_finding();

CREATE OR REPLACE FUNCTION knowledge_search_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search := knowledge_search_text(NEW.language, NEW.text, NEW.why, NEW.answer);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER search_text BEFORE INSERT OR UPDATE OF language, text, why, answer
    ON knowledge_openquestion FOR EACH ROW EXECUTE FUNCTION knowledge_search_question();
