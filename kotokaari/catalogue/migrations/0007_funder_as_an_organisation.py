import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_imports'),
        ('people', '0004_invitations_on_an_errand'),
    ]

    operations = [
        migrations.AddField(
            model_name='grant',
            name='funder_organisation',
            field=models.ForeignKey(blank=True, help_text='when it is known here', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='grants_given', to='people.organisation'),
        ),
    ]
