"""The statistics of a call as data: JSON with names in three languages, and CSV, one row a number."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from kotokaari.foundation.tables import harmless
from kotokaari.foundation.text import LANGUAGES

from .counting import LEVELS, Counts
from .telling import Table, Told, tell

LICENCE = "CC-BY-4.0"
COLUMNS = ("table", "code", "label_fi", "label_sv", "label_en", "measure", "value", "withheld")


def as_json(counts: Counts) -> dict[str, Any]:
    """Everything that is told, as plain data. Names are there in fi, sv and en."""
    told = _in_all(counts)
    call = counts.call
    first = told["en"]
    return {
        "call": {
            "id": f"{settings.BASE_URL}/id/{call.uuid}",
            "key": call.key,
            "name": {code: text for code in LANGUAGES if (text := call.name.text(code))},
            "example": call.is_example,
            "rubric": {"code": call.rubric.code, "number": call.rubric.number},
        },
        "counted_on": timezone.localdate().isoformat(),
        "licence": LICENCE,
        "sent": counts.sent,
        "assessments": counts.assessments,
        "panel_size": counts.panel_size,
        "tables": [
            _table(told, kind, index) for kind in ("tables", "panel") for index in range(len(getattr(first, kind)))
        ],
        "criteria": [
            {
                "code": row.code,
                "name": {code: told[code].criteria[index].label for code in LANGUAGES},
                "levels": {str(level): n for level, n in zip(LEVELS, row.levels, strict=True)},
                "cannot_judge": row.cannot_judge,
                "mean": round(row.mean, 3) if row.mean is not None else None,
                "alpha": {"value": row.alpha, "low": row.low, "high": row.high} if row.alpha is not None else None,
            }
            for index, row in enumerate(first.criteria)
        ],
    }


def _in_all(counts: Counts) -> dict[str, Told]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = tell(counts)
    return found


def _table(told: dict[str, Told], kind: str, index: int) -> dict[str, Any]:
    tables: dict[str, Table] = {code: getattr(told[code], kind)[index] for code in LANGUAGES}
    labels = {code: {row.code: row.label for row in table.rows} for code, table in tables.items()}
    return {
        "key": tables["en"].key,
        "title": {code: table.title for code, table in tables.items()},
        "rows": [
            {
                "code": row.code,
                "label": {code: labels[code][row.code] for code in LANGUAGES},
                "value": row.value,
                "withheld": row.value is None,
            }
            for row in tables["en"].rows
        ],
    }


def as_csv(counts: Counts) -> str:
    """One row a number: which table, which line with its name in three languages, what it measures."""
    data = as_json(counts)
    text = io.StringIO()
    text.write("\ufeff")  # so that spreadsheets read it right
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for name in ("sent", "assessments", "panel_size"):
        writer.writerow([name, "", "", "", "", "count", data[name], 0])
    for table in data["tables"]:
        for row in table["rows"]:
            writer.writerow(_line(table["key"], row["code"], row["label"], "count", row["value"]))
    for criterion in data["criteria"]:
        for level, value in criterion["levels"].items():
            writer.writerow(_line("levels", criterion["code"], criterion["name"], f"level {level}", value))
        writer.writerow(
            _line("levels", criterion["code"], criterion["name"], "cannot judge", criterion["cannot_judge"])
        )
        writer.writerow(_line("means", criterion["code"], criterion["name"], "mean", criterion["mean"]))
        if criterion["alpha"]:
            for name, value in criterion["alpha"].items():
                measure = "alpha" if name == "value" else f"alpha {name}"
                writer.writerow(_line("agreement", criterion["code"], criterion["name"], measure, value))
    return text.getvalue()


def _line(table: str, code: str, label: dict[str, str], measure: str, value: Any) -> list[Any]:
    names = [harmless(label[language]) for language in LANGUAGES]
    return [table, code, *names, measure, "" if value is None else value, int(value is None)]
