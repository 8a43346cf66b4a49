"""Files of others as tables: CSV, Excel and JSON, told apart by what is in them.

Reading is generous about form and strict about what cannot be read: then a ``BadInput`` names the file,
the row and what would be right.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput

from .delimited import read_delimited
from .objects import read_objects
from .tables import MOST_BYTES, Broken, Row, Table
from .workbook import read_workbook, what_archive

__all__ = ["Broken", "Row", "Table", "kind_of", "open_table"]


def open_table(
    path: Path, *, name: str = "", known: Callable[[str], bool], sheet: str = "", encoding: str = ""
) -> Table:
    """The table in a file. ``known`` tells whether a cell is the name of a column, to find the header.

    ``sheet`` names the sheet of a workbook (the first when empty), ``encoding`` that of a text file.
    Raises BadInput for what cannot be read.
    """
    name = name or path.name
    kind = kind_of(path, name)
    if kind == "xlsx":
        return read_workbook(path, name, known, sheet)
    if kind == "json":
        return read_objects(path, name, encoding)
    return read_delimited(path, name, known, encoding)


def kind_of(path: Path, name: str = "") -> str:
    """csv, xlsx or json. Raises BadInput for a file that is none of them, empty, or too large."""
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise BadInput(
            _("%(file)s cannot be read: %(reason)s.") % {"file": name, "reason": error.strerror or error}
        ) from error
    if size > MOST_BYTES:
        raise BadInput(
            _("%(file)s is too large: at most %(most)d megabytes are read. Split it.")
            % {"file": name, "most": MOST_BYTES // 1_000_000}
        )
    if not start.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise BadInput(
            _("%(file)s is empty: row 1 must name the columns, and each row after it is a practice.") % {"file": name}
        )
    return _kind(path, name, start)


def _kind(path: Path, name: str, start: bytes) -> str:
    if start.startswith(b"PK\x03\x04"):
        what = what_archive(path)
        if what == "xlsx":
            return what
        raise BadInput(_not_read(name, what))
    for signature, what in SIGNATURES:
        if start.startswith(signature):
            raise BadInput(_not_read(name, what))
    plain = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise BadInput(_not_read(name, "XML"))
    is_table = Path(name).suffix.lower() in (".csv", ".tsv", ".tab")
    return "json" if plain.startswith((b"{", b"[")) and not is_table else "csv"


SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format 3", "SQLite"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)


def _not_read(name: str, what: str) -> str:
    return _(
        "%(file)s is a file of the kind %(kind)s, which is not read: save it as Excel (.xlsx), CSV (UTF-8) or JSON."
    ) % {"file": name, "kind": what.upper()}
