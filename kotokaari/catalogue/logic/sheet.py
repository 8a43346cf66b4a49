"""A record as it stands on a form: form values by field, and what can be understood of them.

Form values are what a browser sends: ``{"title": ["…"]}``, ``{"themes": ["language-learning", …]}`` and,
for items, ``{"steps-0-id": ["kmpqrs"], "steps-0-actor": ["…"], "steps-1-actor": …}`` in the order of the rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.text import TranslatedText, fingerprint

from ..record import FIELDS, TRANSLATED_TYPES, Field, Type
from .texts import Record, new_item_id
from .typed import NotUnderstood, parse, typed

FormValues = dict[str, list[str]]
MOST_ROWS = 60
ROW = re.compile(r"(?P<name>[a-z_]+)-(?P<row>\d+)-(?P<part>[a-zA-Z_]+)")


def fields_in(data: Mapping[str, Any]) -> list[str]:
    """The record's fields that form data speaks of."""
    spoken = {match["name"] if (match := ROW.fullmatch(key)) else key for key in data}
    return [name for name in FIELDS if name in spoken]


def form_values(name: str, data: Mapping[str, Any]) -> FormValues:
    """The form values of one field out of a whole form, rows numbered anew in the order they came."""
    if FIELDS[name].type is not Type.ITEMS:
        return {name: _listed(data, name)} if name in data else {}
    rows: dict[str, dict[str, list[str]]] = {}
    for key in data:
        match = ROW.fullmatch(key)
        if match and match["name"] == name:
            rows.setdefault(match["row"], {})[match["part"]] = _listed(data, key)
    return _numbered(name, [row for row in rows.values() if not any(row.get("DELETE", []))][:MOST_ROWS])


def _listed(data: Mapping[str, Any], key: str) -> list[str]:
    values = data.getlist(key) if hasattr(data, "getlist") else data[key]
    if isinstance(values, list | tuple):
        return [str(value) for value in values]
    return [str(values)]


def _numbered(name: str, rows: Iterable[Mapping[str, list[str]]]) -> FormValues:
    known = {"id", *(part.name for part in FIELDS[name].items)}
    return {
        f"{name}-{number}-{part}": list(values)
        for number, row in enumerate(rows)
        for part, values in row.items()
        if part in known
    }


def rows_of(name: str, values: FormValues) -> list[dict[str, list[str]]]:
    """The rows of an items field from its form values."""
    rows: dict[int, dict[str, list[str]]] = {}
    for key, given in values.items():
        match = ROW.fullmatch(key)
        if match and match["name"] == name:
            rows.setdefault(int(match["row"]), {})[match["part"]] = given
    return [rows[number] for number in sorted(rows)]


def with_rows(name: str, rows: Iterable[Mapping[str, list[str]]]) -> FormValues:
    """The form values of an items field that has these rows."""
    return _numbered(name, rows)


def values_of_record(name: str, record: Mapping[str, Any]) -> FormValues:
    """How a stored field stands on a form."""
    field, value = FIELDS[name], record.get(name)
    if field.type is not Type.ITEMS:
        return {name: values} if (values := typed(field, value)) else {}
    rows = [
        {"id": [str(item.get("id", ""))], **{part.name: typed(part, item.get(part.name)) for part in field.items}}
        for item in value or []
    ]
    return _numbered(name, [{part: given for part, given in row.items() if given} for row in rows])


def same_values(name: str, values: FormValues) -> str:
    """A fingerprint of what form values say, whatever the browser did to line ends and empty rows."""
    if FIELDS[name].type is Type.ITEMS:
        rows = [bare(row) for row in rows_of(name, values)]
        said: Any = [row for row in rows if set(row) - {"id"}]
    else:
        said = bare(values)
    return fingerprint(json.dumps(said, sort_keys=True, ensure_ascii=False))


def bare(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What form values say, whatever the browser did to line ends and empty ones."""
    cleaned = {key: [value.replace("\r\n", "\n").strip() for value in given] for key, given in values.items()}
    return {key: sorted(filter(None, given)) for key, given in cleaned.items() if any(given)}


def understand(
    values: Mapping[str, FormValues], record: Mapping[str, Any], language: str
) -> tuple[Record, dict[str, str]]:
    """What form values by field mean, and what is wrong with the others, by form name.

    A field that cannot be understood is left as the record has it. Texts keep their translations.
    """
    understood: Record = {}
    problems: dict[str, str] = {}
    for name, given in values.items():
        field = FIELDS[name]
        if field.type is Type.ITEMS:
            understood[name] = _understand_rows(field, given, record.get(name) or [], language, problems)
            continue
        try:
            understood[name] = stored(field, parse(field, given.get(name, [])), record.get(name), language)
        except NotUnderstood as error:
            problems[name] = str(error)
    return understood, problems


def stored(field: Field, value: Any, before: Any, language: str) -> Any:
    """A parsed value as a record keeps it: a text with the translations it had ``before``."""
    if field.type not in TRANSLATED_TYPES:
        return value
    was = TranslatedText.from_json(before)
    if not was:
        was = TranslatedText(language)
    return was.with_source(value or "").to_json()


def _understand_rows(
    field: Field, values: FormValues, before: list[Record], language: str, problems: dict[str, str]
) -> list[Record]:
    was = {item.get("id"): item for item in before}
    items: list[Record] = []
    for number, row in enumerate(rows_of(field.name, values)):
        identity = (row.get("id") or [""])[0]
        old = was.pop(identity, {})
        taken = {item["id"] for item in items}
        item: Record = {"id": identity if _is_id(identity) and identity not in taken else new_item_id()}
        for part in field.items:
            try:
                value = stored(part, parse(part, row.get(part.name, [])), old.get(part.name), language)
            except NotUnderstood as error:
                problems[f"{field.name}-{number}-{part.name}"] = str(error)
                value = old.get(part.name)
            if value not in (None, "", [], {}):
                item[part.name] = value
        if set(item) - {"id"}:
            items.append(item)
    return items


def _is_id(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9]{3,12}", text))


def label_of(form_name: str) -> str:
    """What a form value is called: “Step by step 2: Does what”."""
    match = ROW.fullmatch(form_name)
    if not match:
        return str(FIELDS[form_name].label)
    field = FIELDS[match["name"]]
    part = next(part for part in field.items if part.name == match["part"])
    return _("%(list)s %(number)s: %(field)s") % {
        "list": field.label,
        "number": int(match["row"]) + 1,
        "field": part.label,
    }
