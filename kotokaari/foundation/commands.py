"""Commands that keep the house safe."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from .commandline import Commands, progress


def register(commands: Commands) -> None:
    """``backup``, ``restore`` and ``daily``."""
    daily_ = commands.add(
        "daily",
        "do the day's work: reminders, digests, dumps (a serving house does it by itself)",
        example="daily",
        run=daily,
    )
    daily_.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as if it were this day (2027-11-22)")
    daily_.add_argument("--again", action="store_true", help="also what has been done today")
    backup_ = commands.add(
        "backup",
        "save database and uploaded files in one archive, while the house runs",
        example="backup /backups/kotokaari.zip",
        run=backup,
    )
    backup_.add_argument("file", type=Path, metavar="FILE", help="the archive (zip); an older backup there is replaced")
    restore_ = commands.add(
        "restore",
        "put an archive of `kotokaari backup` into the place of this house",
        example="restore /backups/kotokaari.zip",
        run=restore,
    )
    restore_.add_argument("file", type=Path, metavar="FILE", help="the archive")


def daily(options: Namespace) -> int:
    """Do what is due. 1 when some of it failed."""
    from . import daily as work

    failed = 0
    for done in work.run(options.on, again=options.again):
        progress(f"{done.name}: {done.sentence or 'nothing to do'}")
        failed += done.failed
    return 1 if failed else 0


def backup(options: Namespace) -> None:
    """Save the house. Raises BadInput or DomainError; then nothing is written."""
    from .backups import house

    house.back_up(options.file, progress)


def restore(options: Namespace) -> None:
    """Put a saved house back. Raises BadInput or DomainError; then nothing has changed."""
    from .backups import house

    house.restore(options.file, progress)
