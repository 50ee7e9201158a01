-- What a need or an offer is found by, stemmed in the language it is written in; its first words weigh most.
CREATE OR REPLACE FUNCTION matching_words(language text, first text, second text, third text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(to_tsvector('portal', first) || CASE language
        WHEN 'fr' THEN to_tsvector('portal_french', first)
        WHEN 'es' THEN to_tsvector('portal_spanish', first)
        WHEN 'ar' THEN to_tsvector('portal_arabic', first)
        ELSE to_tsvector('portal_english', first) END, 'A')
    || setweight(to_tsvector('portal', second || ' ' || third) || CASE language
        WHEN 'fr' THEN to_tsvector('portal_french', second || ' ' || third)
        WHEN 'es' THEN to_tsvector('portal_spanish', second || ' ' || third)
        WHEN 'ar' THEN to_tsvector('portal_arabic', second || ' ' || third)
        ELSE to_tsvector('portal_english', second || ' ' || third) END, 'D')
$$;
