"""A version as a reader meets it: the fields of the record in words, lists and tables.

No database here: names of concepts and places come from the books, texts from the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils import formats
from django.utils.translation import gettext

from kotokaari.foundation.text import LANGUAGES, Reading, TranslatedText
from kotokaari.people.public import place_names

from . import logic
from . import record as spec
from .models import Version
from .record import Field, Type
from .words import concept_names, flag, written_date

# Told at the top of the page, so not again in the sections.
ANSWERED_ABOVE = ("title", "summary", "solution", "not_suitable_when", "materials", "target_groups", "places")
SHAPES = {"building_blocks": "blocks", "steps": "steps", "materials": "materials"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a table or list: words, perhaps with an address."""

    text: Reading | str
    url: str = ""
    is_number: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Told:
    """A field with its value, ready to be written down. ``shape`` says how."""

    name: str
    label: str
    shape: str  # text, words, table, blocks, steps, materials
    value: Any
    heads: Sequence[Cell] = ()
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the record with what it tells."""

    name: str
    label: str
    fields: Sequence[Told]


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How much of the practice can be read in a language, and how it came about."""

    code: str
    is_source: bool
    is_whole: bool
    has_machine: bool
    is_stale: bool


def value_of(version: Version, name: str) -> Any:
    """A field's stored value; title and summary are kept beside the record."""
    if name in ("title", "summary"):
        return getattr(version, name)
    return version.record.get(name)


def told(version: Version, name: str, language: str) -> Told | None:
    """One field in words, or None when nothing is said in it."""
    return tell(name, value_of(version, name), language, is_example=name in version.example_fields)


def tell(name: str, value: Any, language: str, *, is_example: bool = False) -> Told | None:
    """A value of the record's field ``name`` in words, or None when it says nothing."""
    field = spec.FIELDS[name]
    if value in (None, "", [], {}):
        return None
    if field.type is Type.ITEMS:
        return _told_items(field, value, language, is_example)
    if field.type in spec.TRANSLATED_TYPES:
        text = value if isinstance(value, TranslatedText) else TranslatedText.from_json(value)
        return Told(name, str(field.label), "text", text.read(language), is_example=is_example) if text else None
    return Told(name, str(field.label), "words", _words(field, value, language), is_example=is_example)


def chapters(version: Version, language: str, *, leave_out: Sequence[str] = ANSWERED_ABOVE) -> list[Chapter]:
    """The sections of the record that say anything, in order."""
    made = []
    for section in spec.SECTIONS:
        names = [field.name for field in section.fields if field.name not in leave_out]
        fields = [field for name in names if (field := told(version, name, language))]
        if fields:
            made.append(Chapter(section.name, str(section.label), fields))
    return made


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact that stands beside the text: evidence, cost, kind. Never a score."""

    name: str
    label: str
    words: str
    detail: str = ""
    steps: Sequence[bool] = ()


def marks(version: Version) -> list[Mark]:
    """Evidence with its direction, cost, and kind; those that are known."""
    made = []
    if version.evidence_level is not None:
        direction = spec.FIELDS["effect_direction"]
        detail = gettext("Direction of the effect: %(direction)s") % {
            "direction": direction.label_of(version.effect_direction)
        }
        filled = [step <= version.evidence_level for step in range(1, 5)]
        label = spec.FIELDS["evidence_level"].label_of(version.evidence_level)
        made.append(
            Mark("evidence", gettext("Evidence"), str(label), detail if version.effect_direction else "", filled)
        )
    if version.cost_band is not None:
        filled = [step <= version.cost_band for step in range(1, 6)]
        label = spec.FIELDS["cost_band"].label_of(version.cost_band)
        made.append(Mark("cost", gettext("Cost in a year"), str(label), "", filled))
    if version.kind:
        made.append(Mark("kind", gettext("Kind of practice"), str(spec.FIELDS["kind"].label_of(version.kind))))
    return made


def _words(field: Field, value: Any, language: str) -> str:
    """A value that is the same for all readers, in the reader's words."""
    match field.type:
        case Type.CONCEPTS:
            return ", ".join(concept_names(value, language))
        case Type.PLACES:
            return ", ".join(place_names(value, language))
        case Type.CHOICE | Type.SCALE:
            return str(field.label_of(value))
        case Type.NUMBER:
            return formats.number_format(value, force_grouping=True)
        case Type.DATE:
            return written_date(str(value), language)
        case Type.FLAG:
            return flag(value)
    return str(value)


def _cell(field: Field, value: Any, language: str) -> Cell:
    if value in (None, "", {}):
        return Cell("")
    if field.type in spec.TRANSLATED_TYPES:
        return Cell(TranslatedText.from_json(value).read(language))
    if field.type is Type.URL:
        return Cell(str(value), safe_url(str(value)))
    return Cell(_words(field, value, language), is_number=field.type is Type.NUMBER)


def _told_items(field: Field, items: Sequence[Mapping[str, Any]], language: str, is_example: bool) -> Told:
    rows = [{part.name: _cell(part, item.get(part.name), language) for part in field.items} for item in items]
    shape = SHAPES.get(field.name)
    if shape:
        raw = [{**row, "code": item.get("part", "")} for row, item in zip(rows, items, strict=True)]
        return Told(field.name, str(field.label), shape, raw, is_example=is_example)
    used = [part for part in field.items if any(row[part.name] for row in rows)]
    table = [[row[part.name] for part in used] for row in rows]
    return Told(
        field.name,
        str(field.label),
        "table",
        table,
        [Cell(str(part.label), is_number=part.type is Type.NUMBER) for part in used],
        is_example,
    )


def safe_url(address: str) -> str:
    """The address when it leads to a web page, else ""."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def host_of(source: str) -> str:
    """Whose page an address is, in short; any other source as it stands."""
    return urlsplit(source).netloc.removeprefix("www.") if safe_url(source) else source


def texts_of(version: Version) -> list[TranslatedText]:
    """Every translated text of a version that says anything."""
    return [found.text for found in logic.texts_of(version.whole)]


def languages_of(version: Version) -> list[LanguageState]:
    """The languages in which a reader gets at least the name, the reader's three first."""
    texts = texts_of(version)
    codes = [*LANGUAGES, *sorted({code for text in texts for code in text.renderings} - set(LANGUAGES))]
    return [
        LanguageState(
            code,
            version.title.source == code,
            all(text.text(code).strip() for text in texts),
            any(text.text(code) and text.renderings[code].status == "machine" for text in texts),
            any(text.is_stale(code) for text in texts),
        )
        for code in codes
        if version.title.text(code).strip()
    ]


def common_note(version: Version, language: str) -> Reading | None:
    """What must be said of every text alike, to be said once; None when texts differ or all is well."""
    readings = [text.read(language) for text in texts_of(version)]
    states = {(reading.language, reading.status, reading.is_stale) for reading in readings}
    return readings[0] if len(states) == 1 and readings[0].needs_note else None


def state_words(state: LanguageState) -> list[str]:
    """What to know about a language of the text, in short phrases."""
    words = [gettext("original")] if state.is_source else []
    if not state.is_whole:
        words.append(gettext("in part"))
    if state.has_machine:
        words.append(gettext("machine translation"))
    if state.is_stale:
        words.append(gettext("older than the original"))
    return words
