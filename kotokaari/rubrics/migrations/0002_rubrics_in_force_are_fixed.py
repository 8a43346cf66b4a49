"""The database itself refuses to change a rubric that came into force (docs/decisions/0009-published-versions.md)."""

from django.db import migrations

from kotokaari.rubrics.guards import PART_IS_FIXED, PARTS, RUBRIC, RUBRIC_IS_FIXED, install


def guard(apps, schema_editor):
    install(schema_editor.connection)


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {RUBRIC_IS_FIXED}")
        for part in PARTS:
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {PART_IS_FIXED}_{part}_{event}")
        return
    for table, name in ((RUBRIC, RUBRIC_IS_FIXED), *((part, f"{PART_IS_FIXED}_{part}") for part in PARTS)):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0001_first")]

    operations = [migrations.RunPython(guard, open_again)]
