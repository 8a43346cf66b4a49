"""CSV as people make it: with semicolons, commas or tabs, a title above the header, line breaks in cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kotokaari.foundation.errors import BadInput

from .tables import HEADER_WITHIN, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Broken, Row, Table, header_row, named
from .text import open_text

DELIMITERS = (";", ",", "\t", "|")
SAMPLE = 64_000


def read_delimited(path: Path, name: str, known: Callable[[str], bool], encoding: str) -> Table:
    """The table in a CSV file. Raises BadInput."""
    notes: list[str] = []
    file = open_text(path, name, encoding, notes)
    delimiter, skipped = _shape(file, known)
    file.seek(0)
    csv.field_size_limit(MOST_CHARACTERS)
    records = Records(file, delimiter, name)
    columns = named(next(islice(records, skipped, None), []))
    _check_columns(name, columns)
    while columns and columns[-1] == f"column {len(columns)}":
        columns.pop()
    return Table(name, "csv", columns, _rows(records, columns, name, skipped + 1), _count(path), notes)


def _check_columns(name: str, columns: list[str]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise BadInput(
            _("%(file)s, row 1: %(count)d columns are too many; at most %(most)d are read.")
            % {"file": name, "count": len(columns), "most": MOST_COLUMNS}
        )


class Records:
    """The records of a CSV file, with the lines the present one was made of."""

    def __init__(self, file: io.TextIOBase, delimiter: str, name: str) -> None:
        self.raw: list[str] = []
        self.name, self.number, self._delimiter = name, 0, delimiter
        self._reader = csv.reader(self._lines(file), delimiter=delimiter)

    def _lines(self, file: io.TextIOBase) -> Iterator[str]:
        for line in file:
            self.raw.append(line)
            yield line

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self.raw.clear()
        self.number += 1
        try:
            return next(self._reader)
        except csv.Error as error:
            raise BadInput(
                _(
                    "%(file)s, row %(row)d: a cell is longer than %(most)d characters. A quotation mark is probably "
                    "opened there and never closed."
                )
                % {"file": self.name, "row": self.number, "most": MOST_CHARACTERS}
            ) from error

    def is_unclosed(self) -> bool:
        """True when the present record ends inside quotation marks, which only the last one can."""
        try:
            list(csv.reader(self.raw, delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            return "end of data" in str(error)
        return False


def _rows(records: Records, columns: list[str], name: str, above: int) -> Iterator[Row | Broken]:
    count, width = 0, len(columns)
    for cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise BadInput(_("%(file)s has more than %(most)d rows. Split it.") % {"file": name, "most": MOST_ROWS})
        if len(records.raw) > 1 and records.is_unclosed():
            yield Broken(records.number, _("A quotation mark is opened in this row and never closed."))
        elif any(cell.strip() for cell in cells[width:]):
            yield Broken(records.number, _too_many(len(cells), width))
        else:
            yield Row(records.number, dict(zip(columns, cells, strict=False)))


def _too_many(cells: int, width: int) -> str:
    return ngettext(
        "The row has %(cells)d cells, but the header names %(count)d column: put quotation marks around a cell that "
        "holds the separator.",
        "The row has %(cells)d cells, but the header names %(count)d columns: put quotation marks around a cell that "
        "holds the separator.",
        width,
    ) % {"cells": cells, "count": width}


def _shape(file: io.TextIOBase, known: Callable[[str], bool]) -> tuple[str, int]:
    """The separator, and how many rows stand above the header."""
    sample = file.read(SAMPLE)
    if sample[:4].lower() == "sep=" and sample[4:5]:  # Excel's own hint
        return sample[4], 1 + header_row(_records(sample, sample[4])[1:], known)
    found: list[tuple[Any, ...]] = []
    for order, delimiter in enumerate(DELIMITERS):
        rows = _records(sample, delimiter)
        skipped = header_row(rows, known)
        header = rows[skipped] if rows else []
        widths = [len(row) for row in rows[skipped:] if any(cell.strip() for cell in row)]
        regular = sum(width == len(header) for width in widths) if len(header) > 1 else 0
        found.append((sum(known(cell) for cell in header if cell.strip()), regular, -order, delimiter, skipped))
    best = max(found)
    return best[3], best[4]


def _records(sample: str, delimiter: str) -> list[list[str]]:
    """The first records of the sample, as far as it is whole."""
    lines = sample.splitlines(keepends=True)
    try:
        return list(
            islice(csv.reader(lines[:-1] if len(sample) == SAMPLE else lines, delimiter=delimiter), 20 + HEADER_WITHIN)
        )
    except csv.Error:
        return []


def _count(path: Path) -> int:
    """About how many rows there are: lines, which line breaks in cells make more."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
