from django.db import migrations

from events.sql import read


class Migration(migrations.Migration):
    dependencies = [("events", "0002_agendas_move_in_one_statement")]

    operations = [
        migrations.RunSQL(
            read("comments_locked.sql"),
            "DROP TRIGGER final_is_locked ON events_reportcomment; DROP FUNCTION events_comment_of_final_is_locked",
        )
    ]
