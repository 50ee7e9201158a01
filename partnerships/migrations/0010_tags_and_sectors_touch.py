"""A tag or a sector under a new name touches the partnerships that bear it; search texts are put together in one order."""

from django.db import migrations

from partnerships.sql import read


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0009_drafts_index")]
    operations = [migrations.RunSQL(read("listing.sql"), migrations.RunSQL.noop)]
