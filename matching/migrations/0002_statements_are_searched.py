"""Needs and offers carry the words they are found by."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from matching.sql import read

DROP = "DROP FUNCTION matching_words(text, text, text, text)"


def words(*columns):
    vector = django.contrib.postgres.search.SearchVectorField()
    expression = models.Func("language", *columns, function="matching_words", output_field=vector)
    return models.GeneratedField(db_persist=True, expression=expression, output_field=vector)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_search_in_four_languages"),
        ("matching", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(read("words.sql"), DROP),
        migrations.AddField("need", "search", words("problem", "expertise_wanted", "reform")),
        migrations.AddField("offer", "search", words("expertise", "method", models.Value(""))),
        migrations.AddIndex("need", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="need_search")),
        migrations.AddIndex("offer", django.contrib.postgres.indexes.GinIndex(fields=["search"], name="offer_search")),
    ]
