"""The countries that ask or offer, and the pairs that the map draws, derived and counted like the rest."""

import django.contrib.postgres.fields
from django.db import migrations, models

from partnerships.sql import read


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_creation_key")]
    operations = [
        migrations.AddField(
            "partnership",
            "place_codes",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=2),
                blank=True,
                default=list,
                editable=False,
                size=None,
                verbose_name="countries that ask or offer",
            ),
        ),
        migrations.AddField(
            "partnership",
            "pair_codes",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=5),
                blank=True,
                default=list,
                editable=False,
                size=None,
                verbose_name="from offer to ask, such as SE>KE",
            ),
        ),
        migrations.RunSQL(read("listing.sql"), migrations.RunSQL.noop),
        migrations.RunSQL("UPDATE partnerships_partnership SET version = version", migrations.RunSQL.noop),
    ]
