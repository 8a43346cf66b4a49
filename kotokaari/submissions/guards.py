"""The database's own guard over what was sent: no row of a sent version changes (as in ``catalogue.guards``).

Made by a migration, and made again after every ``migrate``: SQLite loses a table's triggers when a later
migration builds the table anew.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "sent_version_is_fixed"
TABLE = "submissions_submissionversion"
# All but who sent it: a person may be forgotten.
FIXED = (
    "submission_id",
    "number",
    "uuid",
    "source_language",
    "title",
    "record",
    "answers",
    "questions",
    "files",
    "receipt",
    "is_late",
    "sent_at",
    "digest",
)


def _condition(differs: str) -> str:
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FIXED)


def install(database: BaseDatabaseWrapper) -> None:
    """Make the trigger anew. Does nothing while the table is not there."""
    if TABLE not in database.introspection.table_names():
        return
    with database.cursor() as cursor:
        for statement in _statements(database.vendor):
            cursor.execute(statement)


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION submissions_{NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{NAME}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"DROP TRIGGER IF EXISTS {NAME} ON {TABLE}",
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({_condition('IS DISTINCT FROM')}) "
            f"EXECUTE FUNCTION submissions_{NAME}()",
        ]
    return [
        f"DROP TRIGGER IF EXISTS {NAME}",
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN {_condition('IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{NAME}'); END",
    ]


def install_after_migrate(sender: Any, using: str = "default", **_signal: Any) -> None:
    """Receiver of ``post_migrate``."""
    from django.db import connections

    install(connections[using])
