"""Who was asked to a panel by e-mail and has not answered yet joins no organisation either."""

from django.db import migrations


def to_errands(apps, schema_editor):
    asked = apps.get_model("panel", "SeatInvitation").objects.filter(invitation__accepted_at=None)
    invitations = apps.get_model("people", "Invitation").objects
    invitations.filter(pk__in=list(asked.values_list("invitation", flat=True))).update(organisation=None, role="")


class Migration(migrations.Migration):
    dependencies = [
        ("panel", "0003_by_mail_and_deadline"),
        ("people", "0004_invitations_on_an_errand"),
    ]

    operations = [migrations.RunPython(to_errands, migrations.RunPython.noop)]
