"""Whom one asks about a call: by role, with an address of that role."""

from django.db import migrations, models

import kotokaari.foundation.fields
import kotokaari.foundation.text


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="contact_role",
            field=kotokaari.foundation.fields.TranslatedTextField(
                blank=True, default=kotokaari.foundation.text.TranslatedText, help_text="whom one asks: a role, not a name"
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254, help_text="of the role, shown to everybody"),
        ),
    ]
