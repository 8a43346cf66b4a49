#!/usr/bin/env python
"""A PostgreSQL of one's own for the time of a command.

    python tools/testpg.py pytest -q        runs the command with KOTOKAARI_DATABASE_URL set

The cluster lives in a temporary folder, listens on a free port of 127.0.0.1 and is gone afterwards.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """Where initdb and pg_ctl are: the newest Debian has installed, else the path. Raises SystemExit."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    if not found:
        raise SystemExit("PostgreSQL is missing. Install it with: sudo apt-get install postgresql")
    return Path(found).resolve().parent


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now, nor on the next one (a house's live door).

    It lies below those that systems give to outgoing connections: a server can be stopped and come back to it.
    """
    while True:
        port = random.randrange(20_000, 32_000, 2)
        with contextlib.suppress(OSError), socket.socket() as probe, socket.socket() as next_one:
            probe.bind(("127.0.0.1", port))
            next_one.bind(("127.0.0.1", port + 1))
            return port


def run_as_postgres(*command: str | Path, cwd: Path) -> None:
    """Run quietly, as the postgres user when we are root (initdb refuses root)."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *map(str, command)], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def cluster(*, fsync: bool = False) -> Iterator[str]:
    """A running PostgreSQL; gives the address for KOTOKAARI_DATABASE_URL. ``fsync`` for kill tests."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the cluster goes with us
    home, programs, port = Path(tempfile.mkdtemp(prefix="kotokaari-pg-")), binaries(), free_port()
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    options = (
        f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync={'on' if fsync else 'off'} -c max_connections=60"
    )
    try:
        run_as_postgres(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "app",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            cwd=home,
        )
        run_as_postgres(programs / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start", cwd=home)
        yield f"postgres://app@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run_as_postgres(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", cwd=home)
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Run the given command beside a fresh cluster; return its exit code."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    with cluster() as address:
        return subprocess.run(sys.argv[1:], env={**os.environ, "KOTOKAARI_DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main())
