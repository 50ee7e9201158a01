from django.db import migrations

from events.sql import read


class Migration(migrations.Migration):
    dependencies = [("events", "0003_comments_of_final_reports_stay")]

    operations = [migrations.RunSQL(read("turnout.sql"), "DROP FUNCTION events_turnout")]
