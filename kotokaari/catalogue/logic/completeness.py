"""How complete a record is, what is missing, and for whom that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kotokaari.foundation.text import TranslatedText

from ..record import FIELDS, READERS, SECTION_OF, TRANSLATED_TYPES, Field, Section, Text, Tier, Type

NOT_COUNTED = {"ended_on"}  # absent for a good reason


@dataclass(frozen=True, slots=True)
class Missing:
    """A field without an answer, or (``words``) with a text shorter or longer than advised."""

    field: Field
    section: Section
    readers: tuple[Text, ...]
    words: int | None = None

    @property
    def needed(self) -> bool:
        """True when the practice cannot be published without it."""
        return self.field.needed_to_publish and self.words is None


@dataclass(frozen=True, slots=True)
class Completeness:
    """``percent`` weighs fields that are needed most (3), card fields next (2), the others 1."""

    percent: int
    done: int
    total: int
    missing: tuple[Missing, ...]
    advice: tuple[Missing, ...]

    @property
    def needed(self) -> tuple[Missing, ...]:
        """What stands between this record and publishing."""
        return tuple(gap for gap in self.missing if gap.needed)

    def missing_in(self, section: str) -> tuple[Missing, ...]:
        """What is missing in one section."""
        return tuple(gap for gap in self.missing if gap.section.name == section)


def completeness(record: Mapping[str, Any], tier: str = Tier.FULL) -> Completeness:
    """How complete a stored record is; for a card only the card's fields count."""
    fields = [field for field in FIELDS.values() if _counts(field, tier)]
    missing = [field for field in fields if not is_answered(field, record.get(field.name))]
    gone = {field.name for field in missing}
    whole = sum(_weight(field) for field in fields)
    lacking = sum(_weight(field) for field in missing)
    return Completeness(
        percent=(100 * (whole - lacking)) // whole,
        done=len(fields) - len(missing),
        total=len(fields),
        missing=tuple(_gap(field) for field in missing),
        advice=tuple(
            _gap(field, words)
            for field in fields
            if field.name not in gone and (words := _words_astray(field, record[field.name])) is not None
        ),
    )


def is_answered(field: Field, value: Any) -> bool:
    """True when the field says something in the language it was written in."""
    if field.type in TRANSLATED_TYPES:
        return bool(TranslatedText.from_json(value).source_text.strip())
    return value not in (None, "", [], {})


def count_words(text: str) -> int:
    """Words as people count them: what stands between spaces."""
    return len(text.split())


def _counts(field: Field, tier: str) -> bool:
    if field.type is Type.FLAG or field.name in NOT_COUNTED:
        return False
    return tier != Tier.CARD or field.tier is Tier.CARD


def _weight(field: Field) -> int:
    return 3 if field.needed_to_publish else 2 if field.tier is Tier.CARD else 1


def _gap(field: Field, words: int | None = None) -> Missing:
    return Missing(field, SECTION_OF[field.name], tuple(READERS[reader] for reader in field.readers), words)


def _words_astray(field: Field, value: Any) -> int | None:
    if not field.words or field.type not in TRANSLATED_TYPES:
        return None
    words = count_words(TranslatedText.from_json(value).source_text)
    return None if field.words[0] <= words <= field.words[1] else words
