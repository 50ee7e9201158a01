"""Institutions carry the words they are found by."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations

from community.sql import read

DROP = """
DROP TRIGGER search_text ON community_sector;
DROP TRIGGER search_text ON community_country;
DROP TRIGGER search_text ON community_institution_sectors;
DROP TRIGGER search_text ON community_institutionname;
DROP TRIGGER search_text ON community_institution;
DROP FUNCTION community_search_sector();
DROP FUNCTION community_search_country();
DROP FUNCTION community_search_child();
DROP FUNCTION community_search_again(bigint[]);
DROP FUNCTION community_search_institution();
DROP FUNCTION community_search_text(bigint, text, text, varchar, text);
"""
FILL = "SET LOCAL statement_timeout = 0; UPDATE community_institution SET search = NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0005_follows"),
        ("core", "0002_search_in_four_languages"),
    ]
    operations = [
        migrations.AddField(
            model_name="institution",
            name="search",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="institution",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="institution_search"),
        ),
        migrations.RunSQL(read("search.sql"), DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
