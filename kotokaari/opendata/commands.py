"""Commands that carry the house's data out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, progress


def register(commands: Commands) -> None:
    """``kotokaari export dump`` and ``kotokaari export site``."""
    dump = commands.add(
        "export dump",
        "write all public data as JSON-LD and CSV, with a manifest and a DCAT-AP description",
        example="export dump /srv/kotokaari-data",
        run=export_dump,
    )
    dump.add_argument("folder", type=Path, metavar="DIR", help="the folder; an older dump there is replaced")
    site = commands.add(
        "export site",
        "write the whole public site as files that any web host serves, search included",
        example="export site /srv/www/kotokaari",
        run=export_site,
    )
    site.add_argument("folder", type=Path, metavar="DIR", help="the folder; an older copy there is replaced")
    site.add_argument(
        "--resume", action="store_true", help="go on with a copy that was stopped; keep one that is up to date"
    )
    site.add_argument("--pdf", action="store_true", help="with the PDF cards and papers of every practice")
    site.add_argument(
        "--address", default="", metavar="URL", help="where the copy will be served (the address of this site)"
    )


def export_site(options: Namespace) -> None:
    """Write the copy. Raises BadInput; then nothing has changed."""
    from .keeping import walker

    wanted = walker.Options(options.pdf, options.resume, options.address)
    try:
        kept = walker.keep(options.folder.absolute(), wanted, progress)
    except KeyboardInterrupt:
        progress(f"Stopped; {options.folder} is as it was. The same command with --resume goes on.")
        raise
    if kept.is_unchanged:
        progress(f"{options.folder} is up to date.")
        return
    for sentence in kept.broken[:20]:
        progress(f"broken link: {sentence}")
    progress(
        f"{kept.pages:,} pages in {kept.files:,} files, {kept.bytes / 1_000_000:.1f} MB, in {kept.seconds:.0f} s; "
        f"{len(kept.broken)} broken links. Try it: python -m http.server --directory {options.folder}"
    )


def export_dump(options: Namespace) -> None:
    """Write the files. Raises BadInput; then nothing has changed."""
    from . import dumps

    made = dumps.write(options.folder.absolute(), say=progress)
    size = sum(file["bytes"] for file in made["files"])
    progress(f"{len(made['files'])} files, {size:,} bytes, written to {options.folder}.")
