"""Tell the planner what it does not know: reading a long search text costs far more than a comparison.

`search @@ query` is priced like `a = b`, so that Postgres walks a list from its newest row and reads every text on
the way, where the index knew the few that hold the word. A condition that is always true and declared dear is
charged for each row that is read, and makes it ask the index first unless hits are many.
"""

from django.db import migrations

DEAR = """
CREATE FUNCTION core_dear(row_id bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 400 AS $$
BEGIN
    RETURN true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_search_in_four_languages")]
    operations = [migrations.RunSQL(DEAR, "DROP FUNCTION core_dear(bigint)")]
