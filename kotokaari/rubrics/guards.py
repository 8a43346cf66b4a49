"""The database's own guard over rubrics that came into force (docs/decisions/0009-published-versions.md).

Made by a migration, and made again after every ``migrate``: SQLite loses a table's triggers when a later
migration builds the table anew. Rows may be deleted with their rubric; that a part is missing shows in the digest.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

RUBRIC, RUBRIC_IS_FIXED, PART_IS_FIXED = "rubrics_rubric", "rubric_is_fixed", "part_of_rubric_is_fixed"
FIXED = (
    "uuid",
    "code",
    "number",
    "name",
    "about",
    "change_note",
    "based_on_id",
    "source",
    "source_url",
    "digest",
    "valid_from",
    "in_force_at",
)
# How each table of parts finds its rubric.
PARTS = {
    "rubrics_criterion": "{row}.rubric_id",
    "rubrics_gate": "{row}.rubric_id",
    "rubrics_crosswalk": (
        "COALESCE((SELECT rubric_id FROM rubrics_criterion WHERE id = {row}.criterion_id),"
        " (SELECT rubric_id FROM rubrics_gate WHERE id = {row}.gate_id))"
    ),
}


def _changed(differs: str) -> str:
    columns = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FIXED)
    return f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {columns})"


def _fixed(part: str, row: str) -> str:
    found = PARTS[part].replace("{row}", row)
    return f"EXISTS (SELECT 1 FROM {RUBRIC} WHERE id = {found} AND state <> 'draft')"  # noqa: S608


def install(database: BaseDatabaseWrapper) -> None:
    """Make the triggers anew. Does nothing while the tables are not there."""
    if not {RUBRIC, *PARTS} <= set(database.introspection.table_names()):
        return
    statements = _postgresql() if database.vendor == "postgresql" else _sqlite()
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(database: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for going back to before them, and for tests that build what cannot come about."""
    tables = ((RUBRIC, RUBRIC_IS_FIXED), *((part, f"{PART_IS_FIXED}_{part}") for part in PARTS))
    with database.cursor() as cursor:
        for table, name in tables:
            if database.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                for ending in ("", "_insert", "_update"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{ending}")


def _sqlite() -> list[str]:
    made = [
        f"DROP TRIGGER IF EXISTS {RUBRIC_IS_FIXED}",
        f"CREATE TRIGGER {RUBRIC_IS_FIXED} BEFORE UPDATE ON {RUBRIC} FOR EACH ROW WHEN {_changed('IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{RUBRIC_IS_FIXED}'); END",
    ]
    for part in PARTS:
        for event, condition in (
            ("insert", _fixed(part, "NEW")),
            ("update", f"{_fixed(part, 'OLD')} OR {_fixed(part, 'NEW')}"),
        ):
            name = f"{PART_IS_FIXED}_{part}_{event}"
            made += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {part} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{PART_IS_FIXED}'); END",
            ]
    return made


def _postgresql() -> list[str]:
    raises = "RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation';"
    made = [
        f"CREATE OR REPLACE FUNCTION {RUBRIC_IS_FIXED}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{raises.format(name=RUBRIC_IS_FIXED)} END $$",
        f"DROP TRIGGER IF EXISTS {RUBRIC_IS_FIXED} ON {RUBRIC}",
        f"CREATE TRIGGER {RUBRIC_IS_FIXED} BEFORE UPDATE ON {RUBRIC} FOR EACH ROW "
        f"WHEN ({_changed('IS DISTINCT FROM')}) EXECUTE FUNCTION {RUBRIC_IS_FIXED}()",
    ]
    for part in PARTS:
        name = f"{PART_IS_FIXED}_{part}"
        old = f"IF TG_OP = 'UPDATE' THEN IF {_fixed(part, 'OLD')} THEN {raises.format(name=PART_IS_FIXED)} END IF; END IF;"
        new = f"IF {_fixed(part, 'NEW')} THEN {raises.format(name=PART_IS_FIXED)} END IF;"
        made += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {old} {new} RETURN NEW; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {part}",
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {part} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return made


def install_after_migrate(sender: Any, using: str = "default", **_signal: Any) -> None:
    """Receiver of ``post_migrate``."""
    from django.db import connections

    install(connections[using])
