"""CSV files that people hand to the command line: UTF-8, a header, `;` or `,`; columns nobody asked for are left alone."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from .errors import BadInput

TOLD_EVERY = 5_000  # rows
NOT_TEXT = {
    b"\xff\xfe": "in UTF-16",
    b"\xfe\xff": "in UTF-16",
    b"PK\x03\x04": "a spreadsheet or another packed file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
}


def read_table(
    path: Path, columns: Sequence[str], told: Callable[[float], None] | None = None
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a file as (row number as a spreadsheet counts, values of ``columns`` without space around).

    Lines with nothing in them are passed over; ``told`` hears how much is read. Raises BadInput for a file that
    cannot be read, is not UTF-8, lacks a column or has it twice, or has a row with fewer or more values than its header.
    """
    text = text_of(path)
    delimiter = delimiter_of(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines = text.count("\n") + 1
    try:
        places, width = _places(path, next(rows, []), columns, delimiter)
        least = max(places) + 1
        for row in rows:
            if not any(row):
                continue
            if len(row) < least or len(row) > width:
                _refuse_width(path, rows.line_num, row, columns, places, width)
            if told and not rows.line_num % TOLD_EVERY:
                told(rows.line_num / lines)
            yield rows.line_num, tuple([row[place].strip() for place in places])
    except csv.Error as error:
        raise BadInput(f"{path}, row {rows.line_num}: this is not CSV ({error}).") from error


def header_of(path: Path) -> list[str]:
    """The names in a file's first row. Raises BadInput for a file that cannot be read or is not UTF-8."""
    text = text_of(path)
    row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)), [])
    return [name.strip().lower() for name in row]


def _places(path: Path, header: list[str], columns: Sequence[str], delimiter: str) -> tuple[list[int], int]:
    """Where each column stands, and how wide the table is. Raises BadInput."""
    names = [name.strip().lower() for name in header]
    wanted = delimiter.join(columns)
    for column in columns:
        if column not in names:
            why = " (columns are parted by , or ; and not by tabs)" if "\t" in "".join(names) else ""
            raise BadInput(f"{path}, row 1: the column {column} is missing; the header is to be {wanted}{why}.")
        if names.count(column) > 1:
            raise BadInput(f"{path}, row 1: the column {column} is there twice; the header is to be {wanted}.")
    return [names.index(column) for column in columns], len(names)


def _refuse_width(
    path: Path, number: int, row: list[str], columns: Sequence[str], places: list[int], width: int
) -> None:
    short = next((name for name, place in zip(columns, places, strict=True) if place >= len(row)), None)
    if short:
        raise BadInput(f"{path}, row {number}: there is no value for {short}; each row needs {width} values.")
    if any(value.strip() for value in row[width:]):  # empty ones at the end are a spreadsheet's
        raise BadInput(
            f"{path}, row {number}: there are {len(row)} values, but the header has {width}; write numbers with a "
            "decimal point, and put text that has the separator in it between quotation marks."
        )


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a UTF-8 CSV with `,`: whole or not at all. Raises BadInput when the place cannot be written to."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows(rows)
            os.chmod(name, 0o666 & ~_mask())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror or error}.") from error


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def delimiter_of(text: str) -> str:
    """What parts the columns, by the header: ``;`` or ``,``."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def text_of(path: Path) -> str:
    """The whole of a text file, its lines ending with ``\\n``. Raises BadInput for one that is absent, empty or not UTF-8."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(f"{path} is not there. Give the path of a CSV file.") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    for begins, what in NOT_TEXT.items():
        if whole.startswith(begins):
            raise BadInput(f"{path} is {what}, not CSV in UTF-8. Save it as CSV UTF-8.")
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = whole.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}, row {row}: this is not UTF-8. Save the file as CSV UTF-8.") from error
    if "\0" in text:
        raise BadInput(f"{path} is not CSV in UTF-8. Save it as CSV UTF-8.")
    if not text.strip():
        raise BadInput(f"{path} is empty; it is to have a header and rows.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file: UTF-8 with a mark, so that spreadsheets read it right; no text in it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def harmless(cell: object) -> object:
    """The cell as a spreadsheet shows it, never runs it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
