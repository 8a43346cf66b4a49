"""Authors are reminded once that the time to mend what was returned ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_what_was_sent_is_fixed")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="mend_reminded_for",
            field=models.DateTimeField(
                blank=True, help_text="the end of mending its authors were reminded of", null=True
            ),
        )
    ]
