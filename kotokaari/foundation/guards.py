"""The database's own refusal to change rows that are fixed (docs/decisions/0009-published-versions.md).

Triggers do it, on both databases. A room says which rows (``Guard``), keeps them as one set (``Guards``), makes
them in a migration and connects ``install_after_migrate``: SQLite loses a table's triggers when a later migration
builds the table anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def differs(columns: Iterable[str]) -> str:
    """The condition that an update changes one of the columns, to be used in a ``Guard``."""
    return " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns)


@dataclass(frozen=True, slots=True)
class Guard:
    """Rows of ``table`` that are not written: ``update`` and ``insert`` are SQL on ``OLD`` and ``NEW``.

    ``{differs}`` in them stands for what the database calls a difference. The refusal is an IntegrityError that
    says ``says``, else the name.
    """

    name: str
    table: str
    update: str
    insert: str = ""
    says: str = ""
    function: str = ""  # its name on PostgreSQL, where it is not that of the guard

    @property
    def conditions(self) -> dict[str, str]:
        """When to refuse, by event."""
        return {event: when for event, when in (("insert", self.insert), ("update", self.update)) if when}

    def made(self, vendor: str) -> list[str]:
        """The statements that make it anew."""
        make = self._made_on_postgresql if vendor == "postgresql" else self._made_on_sqlite
        return [*self.removed(vendor), *make()]

    def removed(self, vendor: str) -> list[str]:
        """The statements that take it away, and do nothing where it is not."""
        if vendor == "postgresql":
            return [
                f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
                f"DROP FUNCTION IF EXISTS {self.function or self.name}()",
            ]
        return [f"DROP TRIGGER IF EXISTS {self._name_on_sqlite(event)}" for event in self.conditions]

    def _made_on_postgresql(self) -> list[str]:
        function = self.function or self.name
        refuse = f"RAISE EXCEPTION '{self.says or self.name}' USING ERRCODE = 'integrity_constraint_violation';"
        tests = " ".join(
            f"IF TG_OP = '{event.upper()}' THEN IF {self._condition(when, 'IS DISTINCT FROM')} THEN {refuse} END IF; END IF;"
            for event, when in self.conditions.items()
        )
        events = " OR ".join(event.upper() for event in self.conditions)
        return [
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {tests} RETURN NEW; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {events} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ]

    def _made_on_sqlite(self) -> list[str]:
        return [
            f"CREATE TRIGGER {self._name_on_sqlite(event)} BEFORE {event.upper()} ON {self.table} FOR EACH ROW "
            f"WHEN {self._condition(when, 'IS NOT')} BEGIN SELECT RAISE(ABORT, '{self.says or self.name}'); END"
            for event, when in self.conditions.items()
        ]

    def _name_on_sqlite(self, event: str) -> str:
        return f"{self.name}_{event}" if self.insert else self.name

    @staticmethod
    def _condition(when: str, differs: str) -> str:
        return when.replace("{differs}", differs)


class Guards:
    """The guards of a room, made and taken away together."""

    def __init__(self, guards: Collection[Guard]) -> None:
        self.guards = guards

    def install(self, database: BaseDatabaseWrapper) -> None:
        """Make the triggers anew. Does nothing while one of the tables is not there."""
        if {guard.table for guard in self.guards} <= set(database.introspection.table_names()):
            with database.cursor() as cursor:
                for guard in self.guards:
                    for statement in guard.made(database.vendor):
                        cursor.execute(statement)

    def remove(self, database: BaseDatabaseWrapper) -> None:
        """Take the triggers away: for going back to before them, and for tests that build what cannot come about."""
        with database.cursor() as cursor:
            for guard in self.guards:
                for statement in guard.removed(database.vendor):
                    cursor.execute(statement)

    def install_after_migrate(self, sender: Any, using: str = "default", **_signal: Any) -> None:
        """Receiver of ``post_migrate``."""
        self.install(connections[using])
