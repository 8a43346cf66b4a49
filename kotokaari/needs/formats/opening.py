"""Files as they come: what they are, whether they may be opened, and the sheets of a workbook with their row numbers."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 3_000, 200, 8_000
EMPTY_END = 1_000  # so many empty rows in a row: nothing comes after them


@dataclass
class Sheet:
    """A sheet: its columns as they are headed, and its rows with their numbers; only cells that hold something."""

    name: str
    columns: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def wrong(file: str, problem: Any, *, sheet: str = "", row: int = 0, column: str = "") -> BadInput:
    """A refusal that names the place: file, sheet, row, column, and what would be right."""
    place = [file]
    if sheet:
        place.append(_("sheet %(sheet)s") % {"sheet": sheet})
    if row:
        place.append(_("row %(row)d") % {"row": row})
    if column:
        place.append(_("column %(column)s") % {"column": column})
    return BadInput(f"{', '.join(place)}: {str(problem).strip()}")


def refuse_too_big(file: str, data: bytes) -> None:
    """Raise BadInput for a file of more than five megabytes, and for an empty one."""
    if not data:
        raise wrong(file, _("the file is empty."))
    if len(data) > MOST_BYTES:
        raise wrong(
            file,
            _("the file has more than %(most)d megabytes. A survey is smaller: save only its sheets.")
            % {"most": MOST_BYTES // 1_000_000},
        )


def kind_of(file: str, data: bytes) -> str:
    """What the content is: xlsx, json or tsv. Raises BadInput for anything else; the name is believed only for text."""
    refuse_too_big(file, data)
    if data[:4] == b"PK\x03\x04":
        return "xlsx"
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise wrong(file, _("this is an old Excel file (.xls). Open it in Excel and save it as .xlsx."))
    text = decoded(file, data)
    if text.lstrip()[:1] in ("{", "["):
        return "json"
    if "\t" in text.splitlines()[0]:
        return "tsv"
    raise wrong(
        file,
        _(
            "this is no survey: take an XLSForm (.xlsx), a survey of SurveyJS (.json) or one of LimeSurvey (.txt, tab-separated)."
        ),
    )


def decoded(file: str, data: bytes) -> str:
    """The text of a file in UTF-8, with or without a mark at its beginning; UTF-16 with one. Raises BadInput."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise wrong(file, _("the file is neither a workbook nor text in UTF-8.")) from error
    if "\x00" in text or not text.strip():
        raise wrong(file, _("the file is neither a workbook nor text in UTF-8."))
    return text


def sheets_of(file: str, data: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook, by name in small letters. Raises BadInput: damaged, too big, formulas."""
    import openpyxl

    _refuse_bombs(file, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not concern us
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        wanted = [one for one in book.worksheets if one.title.strip().lower() in ("survey", "choices", "settings")]
        names = [one.title for one in book.worksheets]
        found = {one.title.strip().lower(): _sheet(file, one) for one in wanted}
    except BadInput:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as there are parts in it
        raise wrong(file, _("this is a damaged Excel file: open it in Excel, save it anew and try again.")) from error
    if "survey" not in found:
        raise wrong(
            file,
            _(
                "there is no sheet named survey; its sheets are %(sheets)s. An XLSForm has the sheets survey, choices and settings."
            )
            % {"sheets": ", ".join(names[:10]) or "–"},
        )
    return found


def _refuse_bombs(file: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise wrong(file, _("this is a damaged Excel file: open it in Excel, save it anew and try again.")) from error
    if "xl/workbook.xml" not in names:
        raise wrong(file, _("this is not an Excel workbook (.xlsx)."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 2_000:
        raise wrong(file, _("the file unpacks to far more than a survey holds. Save only its sheets."))


def _sheet(file: str, sheet: Any) -> Sheet:
    sheet.reset_dimensions()
    name = sheet.title.strip().lower()
    columns: list[str] = []
    found = Sheet(name, columns)
    for number, cells in _filled(file, name, sheet):
        if not columns:
            columns.extend(_text(file, name, number, cell) for cell in cells[:MOST_COLUMNS])
            if doubled := {one for one in columns if one and columns.count(one) > 1}:
                raise wrong(
                    file, _("two columns have the same heading."), sheet=name, row=number, column=sorted(doubled)[0]
                )
            continue
        values = {
            column: _text(file, name, number, cell, column)
            for column, cell in zip(columns, cells, strict=False)
            if column
        }
        found.rows.append((number, {column: text for column, text in values.items() if text}))
    return found


def _filled(file: str, name: str, sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows in which something stands, with their numbers."""
    empty = count = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        row = list(cells)
        if any(cell.value not in (None, "") for cell in row):
            empty, count = 0, count + 1
            if count > MOST_ROWS:
                raise wrong(
                    file,
                    _("the sheet has more than %(most)d rows: no survey asks so much.") % {"most": MOST_ROWS},
                    sheet=name,
                )
            yield number, row
        else:
            empty += 1
            if empty > EMPTY_END:
                return


def _text(file: str, sheet: str, row: int, cell: Any, column: str = "") -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or type(value).__name__ in ("ArrayFormula", "DataTableFormula"):
        raise wrong(
            file,
            _("here stands a formula: write the words or the number themselves."),
            sheet=sheet,
            row=row,
            column=column,
        )
    if cell.data_type == "e":
        raise wrong(
            file, _("here stands an error of Excel: %(value)s.") % {"value": value}, sheet=sheet, row=row, column=column
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()
    if len(text) > MOST_LETTERS:
        raise wrong(
            file,
            _("more than %(most)d letters stand in one cell.") % {"most": MOST_LETTERS},
            sheet=sheet,
            row=row,
            column=column,
        )
    return text
