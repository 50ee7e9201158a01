"""Two requests by mail to one peer stood in each other's way, as long as nobody had said who asks."""

from django.db import migrations, models

OPEN = ("proposed", "broker_review", "sent", "accepted_demand", "accepted_supply")


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_statements_are_searched")]

    operations = [
        migrations.RemoveConstraint(model_name="introduction", name="introduction_once_at_a_time"),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(
                condition=models.Q(demand_institution__isnull=False, status__in=OPEN),
                fields=("demand_institution", "supply_institution", "need"),
                name="introduction_once_at_a_time",
                nulls_distinct=False,
                violation_error_message="These two are being introduced already.",
            ),
        ),
    ]
