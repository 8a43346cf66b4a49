"""Who is asked to a panel tells what ties them to those who run the call."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panel", "0004_open_invitations_are_errands")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="ties",
            field=models.TextField(
                blank=True,
                help_text="what ties the person to those who run the call, in their words, told on accepting",
            ),
        )
    ]
