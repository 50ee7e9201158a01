from django.db import migrations, models

from knowledge.sql import read

# Of each tie the latest pieces that share it, without reading all that share it: see knowledge/related.py.
TIES = {
    "partnerships": "partnership_id",
    "junctures": "criticaljuncture_id",
    "sdg_targets": "sdgtarget_id",
    "sectors": "sector_id",
    "countries": "country_id",
}


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_new_wordings_have_pictures")]

    operations = [
        migrations.RunSQL(read("around.sql"), "DROP FUNCTION knowledge_around"),
        *(
            migrations.RunSQL(
                f"CREATE INDEX piece_shares_{name} ON knowledge_piece_{name} ({column}, piece_id)",
                f"DROP INDEX piece_shares_{name}",
            )
            for name, column in TIES.items()
        ),
        migrations.AddIndex(
            model_name="piece",
            index=models.Index(
                fields=["-published_at", "-id"],
                condition=models.Q(state="published", revises=None),
                name="piece_latest",
            ),
        ),
    ]
