"""The database itself refuses to change a rubric that came into force (docs/decisions/0009-published-versions.md)."""

from django.db import migrations

from kotokaari.rubrics.guards import install, remove


def guard(apps, schema_editor):
    install(schema_editor.connection)


def open_again(apps, schema_editor):
    remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0001_first")]

    operations = [migrations.RunPython(guard, open_again)]
