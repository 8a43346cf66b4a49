"""Many rows at once, where ``bulk_create`` spends most of its time on writing SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection, models


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model with one statement, run for each. The objects do not learn their keys.

    As with ``bulk_create``, ``save`` is not called and no signal is sent. Call it inside a transaction.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    insert_values(type(rows[0]), [field.attname for field in fields], [_values(row, fields) for row in rows])


def insert_values(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values for these attributes: what is left out gets no default. PostgreSQL takes them by COPY."""
    if not rows:
        return
    columns = [cast(str, model._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)  # noqa: S608


def _values(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
