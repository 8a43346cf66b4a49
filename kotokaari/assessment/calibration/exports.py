"""The calibration as files: JSON as the command prints it, a table, and the scores themselves to compute with."""

from __future__ import annotations

import csv
import io
from typing import Any

from kotokaari.foundation.tables import harmless

from .scores import Named, Scores


def as_json(result: dict[str, Any], names: dict[str, Named], judges: dict[str, str]) -> dict[str, Any]:
    """The study with numbers of submissions and names of judges in place of its keys."""
    return {
        **result,
        "submissions": [{**row, **_of(names[row["id"]])} for row in result["submissions"] if row["id"] in names],
        "judges": [{**row, "id": judges.get(row["id"], row["id"])} for row in result["judges"]],
        "raw": {str(names[key].number): value for key, value in result["raw"].items() if key in names},
        "mixed": _mixed(result["mixed"], names, judges),
        "parts": [_part(part, names, judges) for part in result.get("parts", [])],
        "notes": [
            {**note, "ids": [_name(i, names, judges) for i in note.get("ids", [])]} for note in result.get("notes", [])
        ],
    }


def _of(named: Named) -> dict[str, Any]:
    return {"id": str(named.number), "key": named.key, "title": named.title}


def _name(key: str, names: dict[str, Named], judges: dict[str, str]) -> str:
    return str(names[key].number) if key in names else judges.get(key, key)


def _part(part: dict[str, list[str]], names: dict[str, Named], judges: dict[str, str]) -> dict[str, list[str]]:
    told = {
        "submissions": [str(names[i].number) for i in part.get("submissions", []) if i in names],
        "judges": [judges.get(i, i) for i in part.get("judges", [])],
        "criteria": part.get("criteria", []),
    }
    return {word: ids for word, ids in told.items() if word in part}


def _mixed(mixed: dict[str, Any] | None, names: dict[str, Named], judges: dict[str, str]) -> dict[str, Any] | None:
    if mixed is None:
        return None
    return {
        "submissions": {str(names[key].number): value for key, value in mixed["submissions"].items() if key in names},
        "judges": {judges.get(key, key): value for key, value in mixed["judges"].items()},
        "variances": mixed["variances"],
    }


HEADS = (
    "number",
    "key",
    "title",
    "raw",
    "corrected",
    "corrected_se",
    "measure",
    "se",
    "infit",
    "outfit",
    "fair_average",
)


def as_csv(result: dict[str, Any], names: dict[str, Named]) -> str:
    """A row a submission, in the order of their numbers."""
    mixed = (result["mixed"] or {"submissions": {}})["submissions"]
    rasch = {row["id"]: row for row in result["submissions"]}
    out, writer = _writer(HEADS)
    for key in sorted(result["raw"], key=lambda key: names[key].number):
        named, its, corrected = names[key], rasch.get(key, {}), mixed.get(key, {})
        figures = [its.get(word) for word in ("measure", "se", "infit", "outfit", "fair_average")]
        line = [result["raw"][key], corrected.get("score"), corrected.get("se"), *figures]
        writer.writerow(
            [named.number, named.key, harmless(named.title), *("" if value is None else value for value in line)]
        )
    return out.getvalue()


def ratings_csv(scores: Scores, names: dict[str, Named], judges: dict[str, str]) -> str:
    """The scores as ``kotokaari panel calibrate`` reads them; empty: cannot judge. Judges of one name get a number."""
    told = _apart(judges)
    out, writer = _writer(("submission", "judge", "criterion", "score"))
    for submission, seat, code, level in scores.found:
        writer.writerow(
            [names[str(submission)].number, harmless(told[str(seat)]), code, "" if level is None else level]
        )
    return out.getvalue()


def _apart(judges: dict[str, str]) -> dict[str, str]:
    met: dict[str, int] = {}
    told = {}
    for seat, name in judges.items():
        met[name] = met.get(name, 0) + 1
        told[seat] = name if met[name] == 1 else f"{name} ({met[name]})"
    return told


def _writer(heads: tuple[str, ...]) -> tuple[io.StringIO, Any]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    return out, writer
