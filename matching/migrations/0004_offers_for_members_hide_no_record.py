"""An institution whose offers are for members alone still might be asked by everybody else."""

from django.db import migrations

from matching.sql import read


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_several_may_ask_one_peer_by_mail")]
    operations = [migrations.RunSQL(read("profiles.sql"), migrations.RunSQL.noop)]
