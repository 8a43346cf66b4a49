"""Commands that keep the house safe."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from .commandline import Commands, progress


def register(commands: Commands) -> None:
    """``backup`` and ``restore``."""
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


def backup(options: Namespace) -> None:
    """Save the house. Raises BadInput or DomainError; then nothing is written."""
    from .backups import house

    house.back_up(options.file, progress)


def restore(options: Namespace) -> None:
    """Put a saved house back. Raises BadInput or DomainError; then nothing has changed."""
    from .backups import house

    house.restore(options.file, progress)
