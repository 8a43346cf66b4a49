"""A PostgreSQL house: pg_dump saves it, one transaction puts it back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from kotokaari.foundation.errors import BadInput, DomainError

from .archive import Tell

DEBIAN = Path("/usr/lib/postgresql")
PACKAGE = "Install PostgreSQL's programs (Debian: sudo apt-get install postgresql-client)"
# The schema stands already when the dump is loaded.
NOT_LOADED = re.compile(r" SCHEMA - public | COMMENT - SCHEMA public | ACL - SCHEMA public ")


def exists() -> bool:
    """True when there are tables in the database. Costs a query."""
    return bool(connection.introspection.table_names())


def program(name: str) -> str:
    """Where pg_dump, pg_restore or psql is, no older than the server. Raises DomainError with what to install."""
    server = server_version()
    versions = [int(path.name) for path in DEBIAN.glob("*") if path.name.isdigit() and (path / "bin" / name).exists()]
    fitting = [version for version in sorted(versions) if version >= server]
    if fitting:
        return str(DEBIAN / str(fitting[0]) / "bin" / name)
    found = shutil.which(name)
    if not found:
        raise DomainError(f"{name} was not found. {PACKAGE} of version {server} or newer.")
    own = version_of(found)
    if own < server:
        raise DomainError(
            f"{name} is of version {own}, the server of version {server}. {PACKAGE} of version {server} or newer."
        )
    return found


def server_version() -> int:
    """The server's major version. Costs a connection."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def version_of(command: str) -> int:
    """The major version a program says it is of."""
    said = subprocess.run([command, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    number = re.search(r"(\d+)", said)
    return int(number.group(1)) if number else 0


def environment() -> dict[str, str]:
    """How PostgreSQL's programs reach the database: nothing secret stands on a command line."""
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    wanted = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGSSLCERT": options.get("sslcert"),
        "PGSSLKEY": options.get("sslkey"),
        "PGSERVICE": options.get("service"),
        "PGPASSFILE": options.get("passfile"),
    }
    return {**os.environ, "LC_ALL": "C.UTF-8", **{name: str(value) for name, value in wanted.items() if value}}


DEADLOCK = "deadlock detected"
ATTEMPTS = 8


def run(command: list[str], what: str) -> str:
    """Run one of PostgreSQL's programs and return what it prints. Raises DomainError with its last words."""
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise DomainError(f"{what}: {last_words(done.stderr)}")
    return done.stdout


def last_words(said: str) -> str:
    """The line that says what went wrong."""
    lines = [line for line in said.strip().splitlines() if "error" in line.lower()] or said.strip().splitlines()
    return (lines[0] if lines else "it gave no reason")[:300]


def dump(target: Path, tell: Tell) -> None:
    """Save the database as it is at this moment. Raises DomainError when it cannot."""
    command = [program("pg_dump"), "--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
    run([*command, f"--file={target}"], "The database could not be saved")


def check(dumped: Path, file: Path) -> None:
    """Raises BadInput when pg_restore cannot read the dump to its end."""
    try:
        run([program("pg_restore"), "--file=/dev/null", str(dumped)], "unreadable")
    except DomainError as error:
        raise BadInput(f"{file} holds a damaged database: {error}") from error


def replace(dumped: Path) -> None:
    """Put the dumped database into the place of the running one, in one transaction.

    Others see the former tables until the commit. Raises DomainError when it fails; then nothing has changed.
    """
    pg_restore, psql = program("pg_restore"), program("psql")
    listed = run([pg_restore, "--list", str(dumped)], "The dump could not be read").splitlines()
    connection.close()
    with tempfile.TemporaryDirectory(dir=dumped.parent) as folder:
        chosen, script = Path(folder) / "list", Path(folder) / "script.sql"
        chosen.write_text("\n".join(line for line in listed if not NOT_LOADED.search(line)) + "\n")
        run(
            [pg_restore, "--no-owner", "--no-privileges", f"--use-list={chosen}", f"--file={script}", str(dumped)],
            "The dump could not be read",
        )
        steps = [
            "--command=SET lock_timeout='60s'; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;",
            f"--file={script}",
            "--command=GRANT USAGE ON SCHEMA public TO PUBLIC",
        ]
        run_again_after_deadlock(
            [psql, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *steps],
            "The database could not be replaced and is as it was",
        )


def run_again_after_deadlock(command: list[str], what: str) -> str:
    """As ``run``, for one transaction: while people write, PostgreSQL may end it to let theirs go on."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return run(command, what)
        except DomainError as error:
            if DEADLOCK not in str(error):
                raise
    return run(command, what)
