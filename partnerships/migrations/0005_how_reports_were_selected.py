import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_junctures_by_name")]

    operations = [
        migrations.AddField(
            model_name="portfolioreport",
            name="selected_by",
            field=models.CharField(blank=True, max_length=300, verbose_name="how it was selected"),
        ),
        migrations.AddField(
            model_name="portfolioreport",
            name="institution_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveBigIntegerField(),
                blank=True,
                default=list,
                editable=False,
                size=None,
                verbose_name="institutions of the owner when it was made",
            ),
        ),
    ]
