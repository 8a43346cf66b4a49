"""The database itself refuses to change what a published version says (docs/decisions/0009-published-versions.md)."""

from django.db import migrations

from kotokaari.catalogue.guards import install


def guard(apps, schema_editor):
    install(schema_editor.connection)


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS published_version_is_fixed")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS published_version_is_fixed ON catalogue_version")
        schema_editor.execute("DROP FUNCTION IF EXISTS catalogue_published_version_is_fixed()")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_drafts_and_translations")]

    operations = [migrations.RunPython(guard, open_again)]
