"""Commands of the catalogue."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kotokaari.foundation.commandline import Commands, print_json, progress
from kotokaari.foundation.errors import BadInput, DomainError

if TYPE_CHECKING:
    from .importing.report import Report
    from .importing.running import Options

FORMATS = {
    "csv": "the list, in one language",
    "full": "CSV of every field in every language",
    "json": "the same as JSON",
    "jsonld": "linked data, in all",
    "interreg": "CSV of Interreg Europe's good practice form",
    "ewsi": "CSV of the European Web Site on Integration's form",
}


def register(commands: Commands) -> None:
    """``kotokaari export practices`` and ``kotokaari import practices``."""
    _export(
        commands.add(
            "export practices",
            "write every published practice to a file",
            example="export practices --format csv --lang sv --out praxis.csv",
            run=export_practices,
        )
    )
    _import(
        commands.add(
            "import practices",
            "take in a collection of practices from Excel (.xlsx), CSV or JSON",
            example="import practices practices.csv --dry-run --json",
            run=import_practices,
        )
    )

    command = commands.add(
        "import continue",
        "do what an import begun on the web is waiting for (the web does this by itself)",
        example="import continue 0b6c6f0e-8f0e-4a53-9f0a-3f2b0f1d2c3b",
        run=continue_import,
    )
    command.add_argument("uuid", type=UUID, metavar="UUID", help="of the import, as in its address")


def _export(command: ArgumentParser) -> None:
    told = "; ".join(f"{name}: {words}" for name, words in FORMATS.items())
    command.add_argument("--format", choices=tuple(FORMATS), default="csv", help=f"{told} (csv)")
    command.add_argument("--lang", choices=("fi", "sv", "en"), help="language of csv (fi), interreg and ewsi (en)")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write")


def _import(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="first row: names of columns; JSON: a list of objects")
    command.add_argument(
        "--mapping",
        default="",
        metavar="NAME|FILE",
        help="how columns are read: auto, interreg, ewsi or a JSON file (auto)",
    )
    command.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    command.add_argument("--json", action="store_true", help="the report as one JSON object")
    command.add_argument("--owner", default="", metavar="CODE", help="organisation of rows that name none")
    command.add_argument("--collection", default="", metavar="NAME", help="what the rows belong to (the file's name)")
    command.add_argument(
        "--lang", choices=("fi", "sv", "en"), default="", help="of texts whose columns name no language"
    )
    command.add_argument("--sheet", default="", help="of a workbook (the first)")
    command.add_argument("--encoding", default="", help="of a text file (recognised)")
    command.add_argument("--draft", action="store_true", help="keep drafts: publish nothing")
    command.add_argument("--overwrite", action="store_true", help="also practices that were edited here since")
    command.add_argument(
        "--no-create-organisations",
        dest="create_organisations",
        action="store_false",
        help="reject rows of organisations that are not in this house, instead of making them",
    )
    command.add_argument(
        "--create-organisations", dest="create_organisations", action="store_true", help="make them (default)"
    )
    command.set_defaults(create_organisations=True)
    command.add_argument(
        "--strict", action="store_true", help="all rows or none: import nothing when a row is rejected"
    )


def export_practices(options: Namespace) -> None:
    """Write the file. Raises BadInput when it cannot be written."""
    from django.utils import translation

    from . import exports, forms_of_others, linked, queries

    versions = queries.shown_versions()
    language = options.lang or ("en" if options.format in ("interreg", "ewsi") else "fi")
    with translation.override(language):
        if options.format == "csv":
            text = exports.csv_text(versions, language)
        elif options.format == "jsonld":
            text = json.dumps(linked.graph(versions), ensure_ascii=False, indent=1) + "\n"
        else:
            text = forms_of_others.text_of(options.format, versions, language)
            if options.format in forms_of_others.FORMS:
                _tell_lengths(forms_of_others.too_long(options.format, versions, language))
    try:
        options.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{options.out} cannot be written: {error.strerror}.") from error
    progress(f"{len(versions)} practices written to {options.out}.")


def _tell_lengths(sentences: list[str]) -> None:
    for sentence in sentences[:20]:
        progress(sentence)
    if len(sentences) > 20:
        progress(f"… and {len(sentences) - 20} more texts are longer or shorter than the form advises.")


def import_practices(options: Namespace) -> int:
    """Take in a file. Raises BadInput when it cannot be read, or when none of its rows can be taken."""
    from .importing.running import run_import

    _fill_books()
    wanted = _wanted(options)
    if options.strict and not options.dry_run:
        _refuse_rejected(options.file, run_import(options.file, _wanted(options, dry_run=True)))
    bar = Bar(options.file.name)
    try:
        report = run_import(options.file, wanted, bar.tell)
    except KeyboardInterrupt:
        bar.end()
        progress("Stopped. What was taken in stays; the same command goes on from there.")
        return 130
    bar.end()
    _tell(options, report)
    if options.strict:
        _refuse_rejected(options.file, report)
    if report.rejected_count == report.read:
        raise BadInput(_rejection(options.file, report))
    return 0


def continue_import(options: Namespace) -> int:
    """Work on a waiting import. 1 when it failed."""
    from .importing import runs

    run = runs.work(options.uuid)
    if run is None:
        progress("Nothing waits there.")
        return 0
    progress(f"{run.name}: {run.state}. {run.message}".strip())
    return 1 if run.state == run.State.FAILED else 0


def _fill_books() -> None:
    """A house without words and places would know none of those in the file: it gets the ones it came with."""
    from kotokaari.people.public import load_house_places, place_book
    from kotokaari.vocabulary.public import concept_book, load_house_vocabulary

    if not concept_book().by_code:
        load_house_vocabulary(by=None)
        progress("This house had no vocabulary yet: the one it comes with was read in.")
    if not place_book().by_code:
        load_house_places(by=None)
        progress("This house had no places yet: those it comes with were read in.")


def _wanted(options: Namespace, *, dry_run: bool = False) -> Options:
    from .importing.running import Options

    return Options(
        mapping=options.mapping,
        owner=options.owner,
        collection=options.collection,
        language=options.lang,
        sheet=options.sheet,
        encoding=options.encoding,
        create_organisations=options.create_organisations,
        drafts=options.draft,
        overwrite=options.overwrite,
        dry_run=dry_run or options.dry_run,
    )


def _rejection(file: Path, report: Report) -> str:
    first = report.rejected[0]
    field = f", field {first['field']}" if first["field"] else ""
    return f"{file.name}, row {first['row']}{field}: {first['problem']}"


def _refuse_rejected(file: Path, report: Report) -> None:
    if report.rejected_count:
        raise DomainError(f"{_rejection(file, report)} With --strict nothing was imported.")


def _tell(options: Namespace, report: Report) -> None:
    """The report: as JSON on standard output, in words on standard error."""
    if options.json:
        print_json(report.data())
    for note in report.notes:
        progress(note)
    would = "would be " if report.dry_run else ""
    progress(
        f"{report.read} rows read: {report.created} {would}created, {report.updated} {would}updated, "
        f"{report.unchanged} unchanged, {report.rejected_count} rejected. "
        f"{report.published} published as not yet reviewed, {report.drafts} drafts. "
        f"{report.contacts_dropped} contact details dropped. Collection: {report.collection}."
    )
    for told, count, word in (
        (report.rejected, report.rejected_count, "rejected"),
        (report.warnings, report.warnings_count, "noted"),
    ):
        for entry in told[:20]:
            field = f", {entry['field']}" if entry["field"] else ""
            progress(f"  row {entry['row']}{field} ({word}): {entry['problem']}")
        if count > 20:
            progress(f"  … and {count - 20} more {word}{'' if options.json else '; --json tells all'}.")


class Bar:
    """How far the import has come, on one line of a terminal; a line now and then elsewhere."""

    def __init__(self, name: str) -> None:
        self.name, self.is_live, self._told = name, sys.stderr.isatty(), 0

    def tell(self, report: Report, total: int | None) -> bool:
        """Show it. Never stops the import."""
        speed = f"{report.read / report.seconds:.0f} rows/s" if report.seconds else ""
        if self.is_live:
            done = min(1.0, report.read / total) if total else 0
            whole = f"{'█' * int(done * 24):░<24} {done:.0%} " if total else ""
            print(f"\r{self.name}: {whole}{report.read} rows, {speed} ", end="", file=sys.stderr, flush=True)
        elif report.read - self._told >= 5_000:
            self._told = report.read
            progress(f"{self.name}: {report.read} rows, {speed}")
        return True

    def end(self) -> None:
        """Leave the line."""
        if self.is_live:
            print(file=sys.stderr)
