"""Commands that carry the house's data out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, progress


def register(commands: Commands) -> None:
    """``kotokaari export dump``."""
    dump = commands.add(
        "export dump",
        "write all public data as JSON-LD and CSV, with a manifest and a DCAT-AP description",
        example="export dump /srv/kotokaari-data",
        run=export_dump,
    )
    dump.add_argument("folder", type=Path, metavar="DIR", help="the folder; an older dump there is replaced")


def export_dump(options: Namespace) -> None:
    """Write the files. Raises BadInput; then nothing has changed."""
    from . import dumps

    made = dumps.write(options.folder.absolute(), say=progress)
    size = sum(file["bytes"] for file in made["files"])
    progress(f"{len(made['files'])} files, {size:,} bytes, written to {options.folder}.")
