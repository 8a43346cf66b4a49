"""Practices as files that can be taken in again: every field in every language, or the forms of other portals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kotokaari.foundation.tables import csv_text
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.people.public import organisation_book, place_names

from .exports import batches
from .importing.columns import KEPT, Scheme, Target, mapping_named
from .importing.values import MAIN_PART
from .models import Version
from .record import FIELDS, TRANSLATED_TYPES, Type
from .words import concept_names

FORMS = ("interreg", "ewsi")
AROUND = ("id", "language", "status", "published", "licence", "example", "organisation", "source_url")


def text_of(format: str, versions: Sequence[int], language: str) -> str:
    """The practices as the text of a file: ``full`` and ``json`` have all, the others one language."""
    if format == "json":
        things = [whole(version) for version in _versions(versions)]
        return json.dumps({"practices": things}, ensure_ascii=False, indent=1) + "\n"
    if format == "full":
        return csv_text(
            _full_columns(),
            ([_full_cell(version, name) for name in _full_columns()] for version in _versions(versions)),
        )
    scheme = mapping_named(format)
    columns = [column for column in scheme.order if _is_filled(column)]
    rows = (
        [_form_cell(version, column["targets"][0], language) for column in columns] for version in _versions(versions)
    )
    return csv_text([column["name"] for column in columns], rows)


def too_long(format: str, versions: Sequence[int], language: str) -> list[str]:
    """What is longer or shorter than the form advises, in sentences."""
    scheme: Scheme = mapping_named(format)
    found = []
    for version in _versions(versions):
        for column in scheme.order:
            if "words" in column:
                words = len(_form_cell(version, column["targets"][0], language).split())
                least, most = column["words"]
                if words > most or 0 < words < least:
                    title = version.title.read(language).text
                    found.append(f"{title}: {column['name']} has {words} words; the form advises {least}–{most}.")
    return found


def whole(version: Version) -> dict[str, Any]:
    """A practice with its whole record, as plain data."""
    practice, owner = version.practice, organisation_book().by_key[version.practice.owner_id]
    return {
        "id": str(practice.uuid),
        "status": practice.status,
        "owner": {"code": owner.code, "name": dict(owner.names)},
        "version": version.number,
        "published": version.published_at.isoformat() if version.published_at else None,
        "example": practice.is_example,
        "licence": practice.licence,
        "language": version.source_language,
        "sources": practice.sources,
        "title": version.title.to_json(),
        "summary": version.summary.to_json(),
        "record": version.record,
    }


def _versions(versions: Sequence[int]) -> Iterator[Version]:
    for batch in batches(versions):
        found = Version.objects.select_related("practice").in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


def _full_columns() -> list[str]:
    names = list(AROUND)
    for name, field in FIELDS.items():
        names += [f"{name}_{language}" for language in LANGUAGES] if field.type in TRANSLATED_TYPES else [name]
    return names


def _full_cell(version: Version, column: str) -> str:
    if column in AROUND:
        return _around(version, column, version.source_language)
    name, _underscore, language = column.rpartition("_")
    if column not in FIELDS:
        return _stored_text(version, name).text(language)
    field, value = FIELDS[column], version.whole.get(column)
    if value in (None, "", [], {}):
        return ""
    if field.type is Type.ITEMS:
        return json.dumps(value, ensure_ascii=False)
    if field.type in (Type.CONCEPTS, Type.PLACES):
        return "; ".join(value)
    return "yes" if value is True else str(value)


def _stored_text(version: Version, name: str) -> TranslatedText:
    return TranslatedText.from_json(version.whole.get(name))


def _around(version: Version, name: str, language: str) -> str:
    """What stands around the record."""
    practice = version.practice
    match name:
        case "id" | "uuid":
            return str(practice.uuid)
        case "language":
            return version.source_language
        case "status":
            return str(practice.status)
        case "published":
            return version.published_at.isoformat() if version.published_at else ""
        case "licence":
            return practice.licence
        case "example":
            return "yes" if practice.is_example else ""
        case "organisation" | "owner":
            return organisation_book().by_key[practice.owner_id].name(language)
        case "source_url":
            return " ".join(source["url"] for source in practice.sources if source.get("url"))
    return ""


def _is_filled(column: dict[str, Any]) -> bool:
    """Columns of contacts and of what we do not keep stay out."""
    field = column["targets"][0].field
    return field in FIELDS or field in ("uuid", "owner", "source_url", "example")


def _form_cell(version: Version, target: Target, language: str) -> str:
    """A cell of another portal's form, in words of one language."""
    if target.field in ("uuid", "owner", "source_url", "example", KEPT):
        return _around(version, target.field, language)
    field, value = FIELDS[target.field], version.whole.get(target.field)
    if value in (None, "", [], {}):
        return ""
    if field.type in TRANSLATED_TYPES:
        return TranslatedText.from_json(value).read(language).text
    if field.type is Type.CONCEPTS:
        return "; ".join(concept_names(value, language))
    if field.type is Type.PLACES:
        return "; ".join(place_names(value, language))
    if field.type is Type.ITEMS:
        parts = (item.get("finding") or item.get(MAIN_PART[field.name]) for item in value)
        return "\n".join(TranslatedText.from_json(part).read(language).text for part in parts if isinstance(part, dict))
    if field.type in (Type.CHOICE, Type.SCALE):
        return str(field.label_of(value))
    return str(value)
