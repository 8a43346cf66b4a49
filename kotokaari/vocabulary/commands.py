"""Commands of the vocabulary room."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kotokaari.foundation.commandline import Commands, print_json, progress
from kotokaari.foundation.errors import BadInput, DomainError

FORMS = ("ttl", "jsonld", "rdf", "csv")


def register(commands: Commands) -> None:
    """`kotokaari import vocabulary` and `kotokaari export vocabulary`."""
    command = commands.add(
        "import vocabulary",
        "take in concepts from SKOS (Turtle, JSON-LD, RDF/XML) or CSV; without a file, the house's own",
        example="import vocabulary yso.ttl --scheme yso",
        run=import_vocabulary,
    )
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help=".ttl, .jsonld, .json, .rdf, .xml or .csv")
    command.add_argument("--scheme", default="", metavar="CODE", help="the vocabulary's code here (the file's name)")
    command.add_argument("--keep-missing", action="store_true", help="leave concepts alone that the file lacks")
    command.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    command.add_argument("--json", action="store_true", help="the report as one JSON object")

    out = commands.add(
        "export vocabulary",
        "write a vocabulary as SKOS or CSV",
        example="export vocabulary --format ttl --out kotokaari.ttl",
        run=export_vocabulary,
    )
    out.add_argument("--scheme", default="kotokaari", metavar="CODE", help="which vocabulary (kotokaari)")
    out.add_argument("--format", required=True, choices=FORMS)
    out.add_argument("--out", required=True, type=Path, metavar="FILE")


def import_vocabulary(options: Namespace) -> None:
    """Read the file whole, then write all or nothing. Raises BadInput."""
    from . import actions

    if options.file is None:
        if options.scheme or options.dry_run or options.keep_missing:
            raise BadInput("Name a file: --scheme, --dry-run and --keep-missing go with one.")
        report = {"scheme": "kotokaari", **actions.load_house_vocabulary(by=None).as_dict()}
    else:
        report = actions.import_vocabulary(
            options.file,
            scheme=options.scheme,
            keep_missing=options.keep_missing,
            dry_run=options.dry_run,
            by=None,
        )
    for sentence in report["left_out"]:
        progress(sentence)
    if options.json:
        print_json(report)
    else:
        progress(
            "{scheme}: {read} concepts read, {created} new, {updated} changed, {unchanged} as before,"
            " {deprecated} no longer in use.".format(**report)
            + (" Nothing was written." if options.dry_run else "")
        )


def export_vocabulary(options: Namespace) -> None:
    """Write the file. Raises BadInput for a vocabulary that is not here, DomainError where nothing can be written."""
    from .exporting import export_vocabulary
    from .models import Scheme

    scheme = Scheme.objects.filter(code=options.scheme).first()
    if scheme is None:
        known = ", ".join(Scheme.objects.order_by("code").values_list("code", flat=True)) or "none"
        raise BadInput(f"--scheme: there is no vocabulary “{options.scheme}” here. There are: {known}.")
    try:
        options.out.write_text(export_vocabulary(scheme, options.format), "utf-8")
    except OSError as error:
        raise DomainError(f"{options.out}: cannot be written ({error.strerror}).") from error
