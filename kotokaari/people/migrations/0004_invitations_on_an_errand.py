import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_longer_notes_on_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='errand',
            field=models.CharField(blank=True, help_text='what an account is wanted for, as a sentence', max_length=300),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='organisation',
            field=models.ForeignKey(blank=True, help_text='empty: an errand', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='people.organisation'),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='role',
            field=models.CharField(blank=True, choices=[('member', 'Member'), ('coordinator', 'Coordinator'), ('specialist', 'National specialist'), ('facilitator', 'Facilitator'), ('panel_expert', 'Panel expert'), ('decision_maker', 'Decision-maker'), ('administrator', 'Administrator of the organisation')], default='member', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), models.Q(('role', ''), _negated=True)), models.Q(('organisation__isnull', True), ('role', '')), _connector='OR'), name='invited_to_a_role_or_on_an_errand'),
        ),
    ]
