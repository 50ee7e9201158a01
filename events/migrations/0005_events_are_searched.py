"""Events carry the words they are found by."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations

import core.functions
from events.sql import read

DROP = """
DROP TRIGGER search_of_events ON community_sector;
DROP TRIGGER search_of_events ON community_institution;
DROP TRIGGER search_text ON events_eventseries;
DROP TRIGGER search_text ON events_presentation;
DROP TRIGGER search_text ON events_agendaitem;
DROP TRIGGER search_text ON events_learningevent_sectors;
DROP TRIGGER search_text ON events_eventhost;
DROP TRIGGER search_text ON events_learningevent;
DROP FUNCTION events_search_sector();
DROP FUNCTION events_search_institution();
DROP FUNCTION events_search_series();
DROP FUNCTION events_search_presentation();
DROP FUNCTION events_search_child();
DROP FUNCTION events_search_again(bigint[]);
DROP FUNCTION events_search_event();
DROP FUNCTION events_search_text(bigint, text, bigint, text, text);
"""
FILL = "SET LOCAL statement_timeout = 0; UPDATE events_learningevent SET search = NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_turnout_is_counted_by_a_function"),
        ("core", "0002_search_in_four_languages"),
    ]
    operations = [
        migrations.AddField(
            model_name="learningevent",
            name="search",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="learningevent",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="event_search"),
        ),
        migrations.AddIndex(
            model_name="learningevent",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(core.functions.Fold("title"), name="gin_trgm_ops"),
                name="event_title_alike",
            ),
        ),
        migrations.RunSQL(read("search.sql"), DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
