"""Records from structured data: the demo region, imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import BadInput
from kotokaari.foundation.text import LANGUAGES, TranslatedText

from ..record import FIELDS, TRANSLATED_TYPES, Field, Type
from .texts import Record, new_item_id, tidy
from .typed import NotUnderstood, parse


def record_from_data(data: Mapping[str, Any], source: str = "fi") -> Record:
    """A record from plain data whose texts are ``{"fi": …, "sv": …, "en": …}``.

    ``source`` is the language it was written in; the others become human translations that are up to
    date. Raises BadInput naming the field.
    """
    record: Record = {}
    for name, value in data.items():
        if name not in FIELDS:
            raise BadInput(_("%(field)s: there is no such field.") % {"field": name})
        record[name] = _value(FIELDS[name], value, source, name)
    return tidy(record)


def _value(field: Field, value: Any, source: str, path: str) -> Any:
    if value in (None, "", [], {}):
        return None
    if field.type in TRANSLATED_TYPES:
        return _translated(value, source, path)
    if field.type is Type.ITEMS:
        return _items(field, value, source, path)
    if field.type is Type.FLAG:
        return bool(value)
    try:
        return parse(field, [str(part) for part in value] if isinstance(value, list) else [str(value)])
    except NotUnderstood as error:
        raise BadInput(f"{path}: {error}") from error


def _translated(value: Any, source: str, path: str) -> dict[str, Any]:
    try:
        if isinstance(value, str):
            return TranslatedText.of(source, value).to_json()
        if "texts" in value:
            return TranslatedText.from_json(value).to_json()
        words = {language: str(value[language]).strip() for language in value if str(value[language] or "").strip()}
    except (TypeError, ValueError) as error:
        raise BadInput(_("%(field)s: expected a text for each language.") % {"field": path}) from error
    first = source if source in words else next((code for code in LANGUAGES if code in words), "")
    if not first or set(words) - set(LANGUAGES):
        raise BadInput(_("%(field)s: expected texts in fi, sv or en.") % {"field": path})
    return TranslatedText.of(first, words.pop(first), **words).to_json()


def _items(field: Field, value: Any, source: str, path: str) -> list[Record]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise BadInput(_("%(field)s: expected a list of objects.") % {"field": path})
    parts = {part.name: part for part in field.items}
    rows: list[Record] = []
    for place, row in enumerate(value, 1):
        unknown = set(row) - set(parts) - {"id"}
        if unknown:
            raise BadInput(_("%(field)s: there is no such field.") % {"field": f"{path} {place} {min(unknown)}"})
        made = {name: _value(parts[name], row[name], source, f"{path} {place} {name}") for name in row if name != "id"}
        rows.append({"id": row.get("id") or new_item_id(), **made})
    return rows


def sources_from_data(sources: Iterable[Mapping[str, Any]], source: str = "fi") -> list[Record]:
    """Where a practice was told before: ``{"title": text or {"fi": …}, "url", "date"}`` as it is stored."""
    return [
        {
            "title": _translated(entry["title"], source, "sources") if entry.get("title") else {},
            "url": str(entry.get("url") or ""),
            "date": str(entry.get("date") or ""),
        }
        for entry in sources
    ]
