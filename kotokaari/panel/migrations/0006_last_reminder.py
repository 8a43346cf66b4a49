"""A member is reminded of conflicts to declare once for each occasion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panel", "0005_ties_to_those_who_run")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="reminded_on",
            field=models.DateField(blank=True, help_text="when last asked to declare conflicts", null=True),
        )
    ]
