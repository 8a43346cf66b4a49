"""Commands of the people room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, print_json, progress


def register(commands: Commands) -> None:
    """`kotokaari import places`."""
    command = commands.add(
        "import places",
        "take in municipalities, regions, countries and other areas from official classifications",
        example="import places kunta.csv --dry-run",
        run=import_places,
    )
    command.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="CSV with code, fi, sv, en; without a file: the shipped ones",
    )
    command.add_argument(
        "--level", default="", help="what the file holds, where its column `classification` does not say it"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    command.add_argument("--json", action="store_true", help="the report as one JSON object")


def import_places(options: Namespace) -> None:
    """Read the files whole, then write all or nothing. Raises BadInput."""
    from .actions.places import read_in_places
    from .placefiles import read_places, shipped_places

    rows = [row for path in options.files for row in read_places(path, options.level)] or shipped_places()
    report = read_in_places(rows, dry_run=options.dry_run)
    if options.json:
        print_json(report)
        return
    sentence = "{read} places read: {created} new, {updated} changed, {unchanged} as before, {ended} ended."
    progress(sentence.format(**report) + (" Nothing was written." if options.dry_run else ""))
