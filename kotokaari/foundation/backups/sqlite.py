"""A SQLite house: copied and replaced through SQLite's own backup, while others read and write."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from django.conf import settings

from kotokaari.foundation.errors import BadInput, DomainError

from .archive import Tell

PAGES_AT_ONCE = 20_000
WAIT_SECONDS = 60


def database() -> Path:
    """The file of the running house."""
    return Path(settings.DATABASES["default"]["NAME"])


def exists() -> bool:
    """True when there is a database with tables in it."""
    if not database().exists():
        return False
    connection = sqlite3.connect(database())
    try:
        return bool(connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())
    finally:
        connection.close()


def dump(target: Path, tell: Tell) -> None:
    """Copy the database as it is at this moment. Raises DomainError when the copy is not sound."""
    source, copy = sqlite3.connect(database(), timeout=WAIT_SECONDS), sqlite3.connect(target)
    told = 0

    def progress(_status: int, remaining: int, total: int) -> None:
        nonlocal told
        done = 100 * (total - remaining) // max(total, 1)
        if done >= told + 25:
            told = done
            tell(f"Database: {done} % …")

    try:
        # The open read keeps one moment for all steps; writers go on beside it.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        source.backup(copy, pages=PAGES_AT_ONCE, progress=progress)
        copy.execute("PRAGMA journal_mode=DELETE")
        if problem := unsound(copy, "quick_check"):
            raise DomainError(f"The database is damaged, so this backup is not kept: {problem}")
    finally:
        source.close()
        copy.close()


def unsound(connection: sqlite3.Connection, check: str = "integrity_check") -> str:
    """What SQLite finds wrong with a database; nothing when it is sound."""
    try:
        said = [row[0] for row in connection.execute(f"PRAGMA {check}(1)")]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    if said != ["ok"]:
        return str(said[0])
    return f"a row of {broken[0]} refers to one of {broken[2]} that is not there" if broken else ""


def check(dumped: Path, file: Path) -> None:
    """Raises BadInput when the unpacked database is not sound."""
    connection = sqlite3.connect(dumped)
    try:
        if problem := unsound(connection):
            raise BadInput(f"{file} holds a damaged database: {problem}.")
    finally:
        connection.close()


def replace(dumped: Path) -> None:
    """Put the dumped database into the place of the running one, in one transaction.

    Whoever has the database open sees the former one until the commit and the new one from then on; when
    this process dies before it, the former one stays. Raises DomainError when others never stop writing.
    """
    database().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source, target = sqlite3.connect(dumped), sqlite3.connect(database(), timeout=WAIT_SECONDS)
    try:
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise DomainError(
            f"The database could not be replaced and is as it was: {error}. Stop the house and try again."
        ) from error
    finally:
        source.close()
        target.close()
