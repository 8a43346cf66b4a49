"""The translated texts inside a record, each by its path: ``title``, ``steps.<item id>.action``."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kotokaari.foundation.text import LANGUAGES, TranslatedText

from ..record import FIELDS, TRANSLATED_TYPES, Field, Type

Record = dict[str, Any]
ID_LETTERS = "abcdefghjkmnpqrstuvwxyz"
READ_FIRST = ("title", "summary", "solution")  # a language can be read in when these can


@dataclass(frozen=True, slots=True)
class TextAt:
    """A text of a record and where it stands; ``place`` counts items from 1, None outside items."""

    path: str
    field: Field
    text: TranslatedText
    within: Field | None = None
    place: int | None = None


def new_item_id() -> str:
    """Six letters that stay with an item when it moves."""
    return "".join(secrets.choice(ID_LETTERS) for _letter in range(6))


def split(record: Mapping[str, Any]) -> tuple[TranslatedText, TranslatedText, Record]:
    """Title, summary and the other fields, as a version stores them apart."""
    rest = {name: value for name, value in record.items() if name not in ("title", "summary")}
    return TranslatedText.from_json(record.get("title")), TranslatedText.from_json(record.get("summary")), rest


def texts_of(record: Mapping[str, Any]) -> Iterator[TextAt]:
    """Every translated text of a record that has words in it, in the order of the fields."""
    for name, field in FIELDS.items():
        value = record.get(name)
        if not value:
            continue
        if field.type in TRANSLATED_TYPES:
            yield TextAt(name, field, TranslatedText.from_json(value))
        elif field.type is Type.ITEMS:
            yield from _texts_of_items(field, value)


def _texts_of_items(field: Field, items: list[Record]) -> Iterator[TextAt]:
    for place, item in enumerate(items, 1):
        for part in field.items:
            if part.type in TRANSLATED_TYPES and item.get(part.name):
                text = TranslatedText.from_json(item[part.name])
                yield TextAt(f"{field.name}.{item.get('id', place)}.{part.name}", part, text, field, place)


def get_text(record: Mapping[str, Any], path: str) -> TranslatedText | None:
    """The text at a path, or None where there is none."""
    return next((found.text for found in texts_of(record) if found.path == path), None)


def set_text(record: Mapping[str, Any], path: str, text: TranslatedText) -> Record:
    """A copy of the record with this text at ``path``. Raises KeyError where there is no such place."""
    changed = dict(record)
    name, _dot, rest = path.partition(".")
    if not rest:
        if FIELDS[name].type not in TRANSLATED_TYPES:
            raise KeyError(path)
        changed[name] = text.to_json()
        return changed
    item_id, _dot, part = rest.partition(".")
    parts = {field.name for field in FIELDS[name].items if field.type in TRANSLATED_TYPES}
    items = [dict(item) for item in record.get(name, [])]
    found = next(
        (item for place, item in enumerate(items, 1) if str(item.get("id", place)) == item_id and part in parts), None
    )
    if found is None:
        raise KeyError(path)
    found[part] = text.to_json()
    changed[name] = items
    return changed


def digest(record: Mapping[str, Any]) -> str:
    """A fingerprint of what the author said: facts and source words, whatever the translations."""
    said = json.dumps(_said(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "texts" in value and "source" in value:
            source = value["source"]
            return {source: value["texts"].get(source, {}).get("text", "")}
        return {key: _said(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_said(part) for part in value]
    return value


def tidy(record: Mapping[str, Any]) -> Record:
    """The record as it is published: without texts that have lost their source, empty items and values."""
    tidied: Record = {}
    for name, field in FIELDS.items():
        value = _tidy_value(field, record.get(name))
        if value not in (None, "", [], {}):
            tidied[name] = value
    return tidied


def _tidy_value(field: Field, value: Any) -> Any:
    if field.type in TRANSLATED_TYPES:
        text = TranslatedText.from_json(value)
        return text.to_json() if text.source_text.strip() else None
    if field.type is Type.FLAG:
        return True if value else None
    if field.type is Type.ITEMS:
        rows = [_tidy_item(field, item) for item in value or []]
        return [row for row in rows if set(row) - {"id"}]
    return value


def _tidy_item(field: Field, item: Record) -> Record:
    parts = {part.name: _tidy_value(part, item.get(part.name)) for part in field.items}
    kept = {name: value for name, value in parts.items() if value not in (None, "", [], {})}
    return {"id": item.get("id") or new_item_id(), **kept}


def readable_languages(record: Mapping[str, Any]) -> list[str]:
    """The languages in which name, summary and way of working, as far as they are there, can all be read."""
    first = [TranslatedText.from_json(record[name]) for name in READ_FIRST if record.get(name)]
    return [language for language in LANGUAGES if first and all(text.text(language).strip() for text in first)]
