"""The migrated database of the tests is kept between runs on SQLite: the next run begins with a copy.

All migrations take the better part of a minute, in every run and every worker. The copy is named after what made it,
and ``migrate`` still runs on it: a migration that came since is applied, and signals after migrating are sent.
"""

import hashlib
import os
import sqlite3
import tempfile
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("KOTOKAARI_MIGRATED") or ROOT / "var" / "migrated")


def begin_with_a_copy(monkeypatch) -> None:
    """Let Django's test database start from the copy, and keep one where there is none."""
    from django.db.backends.sqlite3.creation import DatabaseCreation

    create, create_empty = DatabaseCreation.create_test_db, DatabaseCreation._create_test_db
    file = FOLDER / f"{name_of()}.sqlite3"
    held: list[sqlite3.Connection] = []  # a database in memory lives as long as somebody is connected

    def create_from_copy(self, *args, **kwargs):
        name = create_empty(self, *args, **kwargs)
        if self.is_in_memory_db(name) and file.exists():
            held.append(sqlite3.connect(name, uri=True))
            copy = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
            copy.backup(held[-1])
            copy.close()
        return name

    def create_and_keep(self, *args, **kwargs):
        try:
            name = create(self, *args, **kwargs)
            if self.is_in_memory_db(name) and not file.exists():
                keep(self.connection.connection, file)
            return name
        finally:
            while held:
                held.pop().close()

    monkeypatch.setattr(DatabaseCreation, "_create_test_db", create_from_copy)
    monkeypatch.setattr(DatabaseCreation, "create_test_db", create_and_keep)


def keep(connection: sqlite3.Connection, file: Path) -> None:
    """Write the copy whole or not at all; older ones go."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    os.close(descriptor)
    copy = sqlite3.connect(name)
    connection.backup(copy)
    copy.close()
    for other in set(file.parent.glob("*.sqlite3")) - {file}:
        other.unlink(missing_ok=True)
    os.replace(name, file)


def name_of() -> str:
    """What the copy was made of: every migration and guard of the house, SQLite, every library's version."""
    made = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted([*ROOT.glob("kotokaari/*/migrations/*.py"), *ROOT.glob("kotokaari/*/guards.py")]):
        made.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    made.update("\n".join(sorted({f"{one.name} {one.version}" for one in distributions()})).encode())
    return made.hexdigest()[:24]
