"""Stemming for French, Spanish and Arabic beside English, and which configuration a language takes."""

from django.db import migrations

LANGUAGES = ("french", "spanish", "arabic")
CONFIGURATIONS = "\n".join(
    f"""
CREATE TEXT SEARCH CONFIGURATION portal_{name} (COPY = {name});
ALTER TEXT SEARCH CONFIGURATION portal_{name}
    ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, {name}_stem;
"""
    for name in LANGUAGES
)
CHOICE = """
CREATE FUNCTION core_search_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE left(language, 2)
        WHEN 'en' THEN 'portal_english'::regconfig
        WHEN 'fr' THEN 'portal_french'::regconfig
        WHEN 'es' THEN 'portal_spanish'::regconfig
        WHEN 'ar' THEN 'portal_arabic'::regconfig
        ELSE 'portal'::regconfig
    END
$$;
"""
DROP = "DROP FUNCTION core_search_config(text);\n" + "\n".join(
    f"DROP TEXT SEARCH CONFIGURATION portal_{name};" for name in LANGUAGES
)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_search_and_cache")]
    operations = [migrations.RunSQL(CONFIGURATIONS + CHOICE, DROP)]
