"""A change between two records as a page tells it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from kotokaari.catalogue.public import record_logic, record_spec
from kotokaari.people.public import place_book
from kotokaari.vocabulary.public import concept_book


def in_words(change: record_logic.Change) -> dict[str, Any]:
    """The field, the pieces of a text, or the values before and after."""
    return {
        "label": change.field.label,
        "kind": change.kind,
        "pieces": change.pieces,
        "lang": change.languages[1],
        "before": _words(change.field, change.before),
        "after": _words(change.field, change.after),
        "parts": [in_words(part) for part in change.parts],
        "place": change.place,
        "is_text": bool(change.pieces),
    }


def _words(field: record_spec.Field, value: Any) -> str:
    language = (get_language() or "fi")[:2]
    if value is None or value in ("", [], {}):
        return "–"
    if field.type is record_spec.Type.CONCEPTS:
        return ", ".join(concept_book().label(code, language) for code in value)
    if field.type is record_spec.Type.PLACES:
        return ", ".join(place_book().name(code, language) for code in value)
    if field.type in (record_spec.Type.CHOICE, record_spec.Type.SCALE):
        return str(field.label_of(value))
    return str(value)
