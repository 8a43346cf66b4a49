from pathlib import Path

import pytest

from kotokaari.foundation.backups import house, postgresql
from kotokaari.foundation.errors import DomainError


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """A machine that has only the programs a test puts there, beside a server of version 16."""
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(postgresql, "server_version", lambda: 16)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def put(folder, version):
        path = tmp_path / folder / "pg_dump"
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
        path.chmod(0o755)
        return str(path)

    return put


def test_without_pg_dump_it_says_what_to_install(tools):
    with pytest.raises(DomainError, match=r"pg_dump was not found. Install PostgreSQL's programs .* version 16"):
        postgresql.program("pg_dump")


def test_an_old_pg_dump_is_named_with_both_versions(tools):
    tools("bin", "15.4")

    with pytest.raises(DomainError, match="of version 15, the server of version 16"):
        postgresql.program("pg_dump")


def test_the_oldest_that_is_new_enough_is_taken(tools):
    tools("debian/15/bin", "15.4")
    right = tools("debian/16/bin", "16.1")
    tools("debian/17/bin", "17.0")

    assert postgresql.program("pg_dump") == right


def test_sizes_are_written_as_people_read_them():
    assert [house.in_words(size) for size in (0, 999, 1500, 2_500_000)] == ["0 bytes", "999 bytes", "2 kB", "2.5 MB"]


def test_leftover_files_of_another_house_are_removed(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("a/kept.txt", "a/gone.txt"):
        (tmp_path / name).touch()

    house.remove_others(Path(tmp_path), {"a/kept.txt"})

    assert [path.name for path in (tmp_path / "a").iterdir()] == ["kept.txt"]
