"""Commands of the catalogue."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, progress
from kotokaari.foundation.errors import BadInput


def register(commands: Commands) -> None:
    """``kotokaari export practices``."""
    command = commands.add(
        "export practices",
        "write every published practice to a file",
        example="export practices --format csv --lang sv --out praxis.csv",
        run=export_practices,
    )
    command.add_argument(
        "--format",
        choices=("csv", "jsonld"),
        default="csv",
        help="csv: the list, in one language; jsonld: linked data, in all (csv)",
    )
    command.add_argument("--lang", choices=("fi", "sv", "en"), default="fi", help="language of the list (fi)")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write")


def export_practices(options: Namespace) -> None:
    """Write the file. Raises BadInput when it cannot be written."""
    from django.utils import translation

    from . import exports, linked, queries

    versions = queries.shown_versions()
    with translation.override(options.lang):
        if options.format == "csv":
            text = exports.csv_text(versions, options.lang)
        else:
            text = json.dumps(linked.graph(versions), ensure_ascii=False, indent=1) + "\n"
    try:
        options.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{options.out} cannot be written: {error.strerror}.") from error
    progress(f"{len(versions)} practices written to {options.out}.")
