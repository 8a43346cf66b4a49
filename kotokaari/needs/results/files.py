"""Results as data: JSON, CSV and a spreadsheet of what is told, and the rows that ``kotokaari needs themes`` takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from kotokaari.foundation.fields import read
from kotokaari.foundation.tables import harmless

from ..commands import COLUMNS as RESPONSE_COLUMNS
from ..commands import as_data
from ..models import Survey
from .gaps import gaps_of
from .gathering import Gathered, marks_of, text_counts
from .telling import Table, crossed, tables_of, who_answered

COLUMNS = ("table", "question", "code", "label", "measure", "value", "withheld")


def as_json(found: Gathered) -> dict[str, Any]:
    """Everything that the page tells, as plain data; words in the language of the request. No query but the page's."""
    data: dict[str, Any] = {"survey": _survey(found.survey), "counted_on": timezone.localdate().isoformat()}
    if not found.is_enough:
        return {**data, "responses": None, "groups": [], "cross": None, "questions": [], "gaps": None}
    gaps, cross = gaps_of(found), crossed(found)
    return {
        **data,
        "responses": len(found.people),
        "groups": [_table(one) for one in who_answered(found)],
        "cross": cross
        and {
            "municipalities": cross.heads,
            "rows": [{"profession": name, "counts": counts, "sum": total} for name, counts, total in cross.rows],
            "sums": cross.sums,
        },
        "questions": [_table(one) for one in tables_of(found, text_counts(found.survey))],
        "gaps": gaps
        and {
            "items": [as_data(item) for item in gaps.items],
            "top": gaps.top,
            "withheld": gaps.withheld,
            "respondents": gaps.respondents,
            "draws": gaps.draws,
        },
    }


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "id": f"{settings.BASE_URL}/id/{survey.uuid}",
        "key": survey.key,
        "name": str(survey),
        "example": survey.is_example,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "type": table.type,
        "title": table.title if isinstance(table.title, str) else str(read(table.title)),
        "n": table.n or None,
        "mean": None if table.mean is None else round(table.mean, 4 if table.rows else 1),
        "rows": [
            {"code": row.code, "label": row.label, "value": row.value, "withheld": row.value is None}
            for row in table.rows
        ],
    }


def lines(found: Gathered) -> Iterator[Sequence[Any]]:
    """One row a number, for tables."""
    data = as_json(found)
    yield COLUMNS
    if not found.is_enough:
        return
    yield ("responses", "", "", "", "count", data["responses"], 0)
    for one in data["groups"]:
        for row in one["rows"]:
            yield _line("group", one["key"], row, "count")
    for row in (data["cross"] or {"rows": []})["rows"]:
        for place, count in zip(data["cross"]["municipalities"], row["counts"], strict=True):
            yield ("cross", row["profession"], "", place, "count", count, int(count is None))
    for one in data["questions"]:
        yield ("question", one["key"], "", one["title"], "answered", one["n"], int(one["n"] is None))
        if one["mean"] is not None:
            yield ("question", one["key"], "", one["title"], "mean", one["mean"], 0)
        for row in one["rows"]:
            yield _line("question", one["key"], row, "mean rank" if one["type"] == "ranking" else "count")
    for item in (data["gaps"] or {"items": []})["items"]:
        for measure in (
            "n",
            "importance",
            "current",
            "gap",
            "low",
            "high",
            "rank",
            "stability",
            "raw_gap",
            "disagreement",
        ):
            yield ("gap", "", item["item"], "", measure, item[measure], int(item[measure] is None))


def _line(table: str, key: str, row: dict[str, Any], measure: str) -> Sequence[Any]:
    return (table, key, row["code"], row["label"], measure, row["value"], int(row["withheld"]))


def _cells(found: Gathered) -> Iterator[list[Any]]:
    for line in lines(found):
        yield [harmless(cell) for cell in line]


def as_csv(found: Gathered) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it right."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(["" if cell is None else cell for cell in line] for line in _cells(found))
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(found: Gathered) -> bytes:
    """The same as an Excel file of one sheet, its first row frozen."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(found.survey.key)
    sheet.freeze_panes = "A2"
    for line in _cells(found):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def responses_csv(found: Gathered) -> bytes:
    """Marks row by row, as ``kotokaari needs themes`` takes them and as the page reckons with them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(RESPONSE_COLUMNS)
    for row in marks_of(found):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode()


def sizes_csv(sizes: dict[str, float]) -> bytes:
    """Sizes by profession, as the command takes them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["profession", "size"])
    writer.writerows([code, f"{size:g}"] for code, size in sizes.items())
    return out.getvalue().encode()
