"""What changed between two records, as pages tell it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from kotokaari.people.public import place_book
from kotokaari.ui.languages import direction
from kotokaari.vocabulary.public import concept_book

from . import logic
from . import record as spec
from .words import flag, written_date


def in_words(change: logic.Change) -> dict[str, Any]:
    """A change as the page tells it."""
    language = change.languages[1]
    return {
        "label": change.field.label,
        "kind": change.kind,
        "pieces": change.pieces,
        "lang": language,
        "dir": direction(language) if language else "",
        "before": _words(change.field, change.before),
        "after": _words(change.field, change.after),
        "parts": [in_words(part) for part in change.parts],
        "place": change.place,
        "is_text": bool(change.pieces),
    }


def _words(field: spec.Field, value: Any) -> list[str]:
    """A value of a field that is not a text, in words."""
    language = (get_language() or "fi")[:2]
    if value is None or value in ("", [], {}):
        return []
    if field.type is spec.Type.CONCEPTS:
        return [concept_book().label(code, language) for code in value]
    if field.type is spec.Type.PLACES:
        return [place_book().name(code, language) for code in value]
    if field.type in (spec.Type.CHOICE, spec.Type.SCALE):
        return [str(field.label_of(value))]
    if field.type is spec.Type.DATE:
        return [written_date(str(value), language)]
    return [flag(value) if field.type is spec.Type.FLAG else str(value)]
