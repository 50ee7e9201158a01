"""How many requests each client of the API made in the minute that runs.

Unlogged: a count that a crash loses does no harm, and no write waits for the disk.
"""

from django.db import migrations

CREATE = """
    CREATE UNLOGGED TABLE core_requestcount (
        key varchar(80) PRIMARY KEY,
        minute bigint NOT NULL,
        n integer NOT NULL
    ) WITH (fillfactor = 50)
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_reading_texts_is_dear")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE core_requestcount")]
