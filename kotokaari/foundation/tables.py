"""CSV files that people hand to the command line: UTF-8, a header, `;` or `,`; columns nobody asked for are left alone."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .errors import BadInput


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a file as (row number as a spreadsheet counts, values of ``columns`` without space around).

    Lines with nothing in them are passed over. Raises BadInput for a file that cannot be read, is not UTF-8, lacks a
    column, or has a row with fewer values than its header.
    """
    text = _text_of(path)
    header, _newline, _rest = text.partition("\n")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        missing = [column for column in columns if column not in names]
        if missing:
            raise BadInput(
                f"{path}, row 1: the column {missing[0]} is missing; the header is to be {delimiter.join(columns)}."
            )
        places = [names.index(column) for column in columns]
        least = max(places) + 1
        for row in rows:
            if not any(row):
                continue
            if len(row) < least:
                short = next(name for name, place in zip(columns, places, strict=True) if place >= len(row))
                raise BadInput(
                    f"{path}, row {rows.line_num}: there is no value for {short}; each row needs {len(names)} values."
                )
            yield rows.line_num, tuple([row[place].strip() for place in places])
    except csv.Error as error:
        raise BadInput(f"{path}, row {rows.line_num}: this is not CSV ({error}).") from error


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


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput(f"{path} is not there. Give the path of a CSV file.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8. Save it as CSV UTF-8.") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
