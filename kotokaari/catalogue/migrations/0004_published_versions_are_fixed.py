"""The database itself refuses to change what a published version says (docs/decisions/0009-published-versions.md)."""

from django.db import migrations

FIXED = (
    "practice_id", "number", "uuid", "source_language", "tier", "digest", "kind", "cost_band", "evidence_level",
    "effect_direction", "change_note", "example_fields", "published_at",
)
TRANSLATED = ("title", "summary", "record")


def condition(differs: str) -> str:
    fixed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FIXED)
    said = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in TRANSLATED)
    return (
        f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {fixed}"
        f" OR (({said}) AND NOT (NEW.translated_at {differs} OLD.translated_at)))"
    )


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TRIGGER published_version_is_fixed BEFORE UPDATE ON catalogue_version FOR EACH ROW WHEN "
            + condition("IS NOT")
            + " BEGIN SELECT RAISE(ABORT, 'published_version_is_fixed'); END"
        )
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION catalogue_published_version_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'published_version_is_fixed' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER published_version_is_fixed BEFORE UPDATE ON catalogue_version FOR EACH ROW WHEN ("
            + condition("IS DISTINCT FROM")
            + ") EXECUTE FUNCTION catalogue_published_version_is_fixed()"
        )


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS published_version_is_fixed")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS published_version_is_fixed ON catalogue_version")
        schema_editor.execute("DROP FUNCTION IF EXISTS catalogue_published_version_is_fixed()")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_drafts_and_translations")]

    operations = [migrations.RunPython(guard, open_again)]
