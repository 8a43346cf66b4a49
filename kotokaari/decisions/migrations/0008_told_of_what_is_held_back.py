"""Those who run a call are told once that a decision could not be published when its embargo ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0007_a_new_look_taken_back")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="publish_told_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when those who run the call were told that it could not be published",
                null=True,
            ),
        )
    ]
