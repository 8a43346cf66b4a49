"""Excel workbooks, a row at a time. Formulas are read as the values Excel last saw."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput

from .tables import HEADER_WITHIN, MOST_COLUMNS, MOST_ROWS, Broken, Row, Table, header_row, named

MOST_UNPACKED = 400_000_000
MOST_STRINGS = 150_000_000  # the table of strings is held in memory
MOST_RATIO = 250  # of what an honest workbook shrinks to
EMPTY_END = 5_000  # so many empty rows in a row: nothing comes after them


def what_archive(path: Path) -> str:
    """What a zip holds: xlsx, or the name of what it is instead."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "XLSB"
            if "word/document.xml" in names:
                return "DOCX"
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return "ODS" if b"spreadsheet" in archive.read("mimetype") else "OpenDocument"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        pass
    return "ZIP"


def _refuse_bombs(path: Path, name: str) -> None:
    """Raise BadInput for an archive that unpacks to far more than it says."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
    ratio = whole / max(1, path.stat().st_size)
    if whole > MOST_UNPACKED or strings > MOST_STRINGS or (ratio > MOST_RATIO and whole > 20_000_000):
        raise BadInput(
            _("%(file)s unpacks to %(size)d megabytes, which is too much. Save only the sheet with the practices.")
            % {"file": name, "size": whole // 1_000_000}
        )


def read_workbook(path: Path, name: str, known: Callable[[str], bool], sheet: str) -> Table:
    """The table in a sheet: the one named, else the first. Raises BadInput."""
    import openpyxl

    try:
        _refuse_bombs(path, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not concern us
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except BadInput:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as there are parts in it
        raise BadInput(
            _("%(file)s is a damaged Excel file: open it in Excel, save it anew and try again.") % {"file": name}
        ) from error
    sheets = [one.title for one in book.worksheets]
    if sheet and sheet not in sheets:
        raise BadInput(
            _("%(file)s has no sheet “%(sheet)s”: its sheets are %(sheets)s.")
            % {"file": name, "sheet": sheet, "sheets": ", ".join(sheets)}
        )
    if not sheets:
        raise BadInput(_("%(file)s has no sheet with cells.") % {"file": name})
    chosen = book[sheet] if sheet else book.worksheets[0]
    chosen.reset_dimensions()
    raw = _cells(chosen, name)
    first = list(islice(raw, HEADER_WITHIN))
    place = header_row([[_text(cell) for cell in row] for _number, row in first], known)
    if not first:
        raise BadInput(
            _("%(file)s is empty: row 1 must name the columns, and each row after it is a practice.") % {"file": name}
        )
    columns = named(_text(cell) for cell in first[place][1][:MOST_COLUMNS])
    rest = _chained(first[place + 1 :], raw)
    return Table(name, "xlsx", columns, _rows(rest, columns, name), None, [], sheets)


def _chained(first: list[Any], rest: Iterator[Any]) -> Iterator[Any]:
    yield from first
    yield from rest


def _cells(sheet: Any, name: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows that hold anything, with their numbers."""
    number = empty = 0
    try:
        for row in sheet.iter_rows(values_only=True):
            number += 1
            if any(cell is not None and cell != "" for cell in row):
                empty = 0
                yield number, row
            else:
                empty += 1
                if empty >= EMPTY_END:
                    return
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(
            _("%(file)s, row %(row)d: the sheet is damaged there. Open it in Excel, save it anew and try again.")
            % {"file": name, "row": number + 1}
        ) from error


def _rows(rows: Iterator[tuple[int, tuple[Any, ...]]], columns: list[str], name: str) -> Iterator[Row | Broken]:
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise BadInput(_("%(file)s has more than %(most)d rows. Split it.") % {"file": name, "most": MOST_ROWS})
        yield Row(number, {column: _value(cell) for column, cell in zip(columns, cells, strict=False)})


def _value(cell: Any) -> Any:
    """A cell as plain data: dates as ISO days, whole numbers without a point, errors as nothing."""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, str) and cell.startswith("#") and cell in ERRORS:
        return None
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)


ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


def _text(cell: Any) -> str:
    value = _value(cell)
    return "" if value is None else str(value)
