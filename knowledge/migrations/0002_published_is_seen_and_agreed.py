from django.db import migrations

from knowledge.sql import read


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]

    operations = [migrations.RunSQL(read("published.sql"), migrations.RunSQL.noop)]
