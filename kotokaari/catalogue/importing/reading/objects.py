"""JSON: lists of objects, our own export, the API's answer, JSON-LD, and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput

from .tables import MOST_ROWS, Broken, Row, Table
from .text import open_text

LISTS = ("practices", "results", "@graph", "records", "items", "data", "rows", "practice", "features")
ABOUT_COLUMNS = 200  # objects that are asked for the names of their fields


def read_objects(path: Path, name: str, encoding: str) -> Table:
    """The objects in a JSON file, one a row. Raises BadInput."""
    notes: list[str] = []
    with open_text(path, name, encoding, notes) as file:
        text = file.read()
    try:
        found = _things(name, json.loads(text), notes)
    except json.JSONDecodeError as error:
        if not _is_lines(text, error):
            raise BadInput(
                _("%(file)s, line %(line)d, character %(place)d: this is not JSON (%(reason)s).")
                % {"file": name, "line": error.lineno, "place": error.colno, "reason": error.msg}
            ) from error
        found = list(_lines(text))
    except RecursionError as error:
        raise BadInput(_("%(file)s: the JSON is nested too deeply.") % {"file": name}) from error
    if len(found) > MOST_ROWS:
        raise BadInput(_("%(file)s has more than %(most)d rows. Split it.") % {"file": name, "most": MOST_ROWS})
    columns = dict.fromkeys(key for thing in found[:ABOUT_COLUMNS] if isinstance(thing, dict) for key in thing)
    return Table(name, "json", list(columns), _rows(found), len(found), notes)


def _things(name: str, data: Any, notes: list[str]) -> list[Any]:
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        for key in LISTS:
            if isinstance(data.get(key), list):
                if isinstance(data.get("pages"), int) and data["pages"] > 1:
                    notes.append(
                        _("%(file)s is page %(page)s of %(pages)d: the other pages are not in it.")
                        % {"file": name, "page": data.get("page", 1), "pages": data["pages"]}
                    )
                return list(data[key])
        return [data]
    raise BadInput(_("%(file)s: expected a list of practices, each an object with a title.") % {"file": name})


def _is_lines(text: str, error: json.JSONDecodeError) -> bool:
    """True for one object a line."""
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0].strip()
    if not first.startswith("{") or not first.endswith("}"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except json.JSONDecodeError:
        return False


def _lines(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                reason = getattr(error, "msg", "")
                yield Broken(number, _("This line is not JSON (%(reason)s).") % {"reason": reason})


def _rows(things: list[Any]) -> Iterator[Row | Broken]:
    for number, thing in enumerate(things, start=1):
        if isinstance(thing, Broken):
            yield thing
        elif isinstance(thing, dict):
            yield Row(number, _opened(thing))
        else:
            yield Broken(number, _("Expected an object with a title, not a single value."))


def _opened(thing: dict[str, Any]) -> dict[str, Any]:
    """A record inside the object is laid beside the rest; GeoJSON's properties too."""
    inner: dict[str, Any] = {}
    for key in ("properties", "fields", "record"):
        if isinstance(thing.get(key), dict):
            inner |= thing[key]
    return {**{key: value for key, value in thing.items() if key not in ("properties", "fields", "record")}, **inner}
