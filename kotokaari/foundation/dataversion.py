"""A number that changes whenever anything readers may see changes.

Triggers in the database keep it, so bulk updates and raw SQL count too. Whatever was computed from
public data may be kept as long as the number stays the same: ``cached`` does, and so does the page
cache. The number is drawn anew at every change, so a value seen inside a transaction that was rolled
back never comes again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

T = TypeVar("T")
TABLE = "foundation_dataversion"
KEPT = 512

_now: ContextVar[int | None] = ContextVar("data_version_of_this_request", default=None)
_values: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
_lock = threading.Lock()


def data_version() -> int:
    """The present number; 0 while nothing has ever been written. One small query, or none inside ``steady``."""
    known = _now.get()
    return known if known is not None else _read()


def _read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE} WHERE id = 1")  # noqa: S608
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@contextmanager
def steady() -> Iterator[int]:
    """Read the number once and keep to it: for the length of a request that only reads."""
    number = _read()
    token = _now.set(number)
    try:
        yield number
    finally:
        _now.reset(token)


def cached(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make()`` gives, kept in this process until public data changes. ``make`` must only read."""
    number = data_version()
    with _lock:
        found = _values.get(key)
        if found and found[0] == number and number:
            _values.move_to_end(key)
            return found[1]
    value = make()
    with _lock:
        _values[key] = (number, value)
        _values.move_to_end(key)
        while len(_values) > KEPT:
            _values.popitem(last=False)
    return value


def watched_models() -> list[type[models.Model]]:
    """The house's models whose changes readers can see: all but those with ``stays_private = True``."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("kotokaari.") and not getattr(model, "stays_private", False)
    ]


def install_triggers(database: BaseDatabaseWrapper) -> None:
    """Make the triggers anew. A model's ``public_when`` (SQL on its columns) leaves out rows nobody sees."""
    present = set(database.introspection.table_names())
    if TABLE not in present:
        return
    install = _install_postgresql if database.vendor == "postgresql" else _install_sqlite
    with database.cursor() as cursor:
        for model in watched_models():
            if model._meta.db_table in present:
                install(cursor, model._meta.db_table, getattr(model, "public_when", ""))


def _install_sqlite(cursor: Any, table: str, when: str) -> None:
    bump = (
        f"INSERT INTO {TABLE} (id, number) VALUES (1, abs(random() / 2) + 1) "  # noqa: S608
        "ON CONFLICT (id) DO UPDATE SET number = excluded.number"
    )
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"data_version_{table}_{event.lower()}"
        sides = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}[event]
        condition = " OR ".join(f"({when.replace('{row}', side)})" for side in sides) if when else "1"
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {condition} BEGIN {bump}; END")


def _install_postgresql(cursor: Any, table: str, when: str) -> None:
    bump = (
        f"INSERT INTO {TABLE} (id, number) VALUES (1, floor(random() * 9e15)::bigint + 1) "  # noqa: S608
        "ON CONFLICT (id) DO UPDATE SET number = excluded.number;"
    )
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"data_version_{table}_{event.lower()}"
        sides = {"INSERT": ("new",), "UPDATE": ("new", "old"), "DELETE": ("old",)}[event]
        tests = [f"EXISTS (SELECT 1 FROM {side}_rows AS r WHERE {when.replace('{row}', 'r')})" for side in sides]  # noqa: S608
        body = f"IF {' OR '.join(tests)} THEN {bump} END IF;" if when else bump
        tables = " ".join(f"{side.upper()} TABLE AS {side}_rows" for side in sides)
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        )
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
