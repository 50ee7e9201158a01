"""Installs the triggers that keep the register's derived columns, its counts and its logs."""

from django.db import migrations

from partnerships.sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunSQL(read("listing.sql"), migrations.RunSQL.noop),
        migrations.RunSQL(read("append_only.sql"), migrations.RunSQL.noop),
    ]
