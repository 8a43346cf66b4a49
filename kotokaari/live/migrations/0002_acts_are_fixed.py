"""What is in the log stays as it is: the database sees to it."""

from django.db import migrations

from kotokaari.live import guards


def install(apps, editor):
    guards.install(editor.connection)


def remove(apps, editor):
    guards.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("live", "0001_first")]

    operations = [migrations.RunPython(install, remove)]
