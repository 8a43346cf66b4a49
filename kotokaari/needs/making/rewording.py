"""Texts as they are typed in several languages side by side; what somebody else changed meanwhile is shown, not lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from kotokaari.foundation.text import TranslatedText, fingerprint
from kotokaari.ui.languages import direction

from .. import languages as tongues


@dataclass
class Box:
    """One text in one language, as it can be written."""

    name: str
    language: str
    language_name: str
    text: str
    was: str
    is_source: bool
    is_stale: bool
    rows: int
    theirs: str | None = None

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return direction(self.language)


@dataclass
class Line:
    """One text in its languages."""

    name: str
    label: Any
    guidance: Any
    is_needed: bool
    boxes: list[Box]


def line_of(
    name: str,
    text: TranslatedText,
    languages: Iterable[str],
    *,
    label: Any,
    guidance: Any = "",
    rows: int = 0,
    is_needed: bool = False,
) -> Line:
    """A text as boxes; ``rows`` 0 is one line."""
    boxes = [
        Box(
            f"{tag}:{name}",
            tag,
            tongues.name_here(tag),
            text.text(tag),
            fingerprint(text.text(tag)),
            bool(text) and tag == text.source,
            text.is_stale(tag),
            rows,
        )
        for tag in languages
    ]
    return Line(name, label, guidance, is_needed, boxes)


def typed_into(lines: list[Line], posted: QueryDict) -> bool:
    """Put what was typed into the boxes; True when somebody else changed one of the same meanwhile."""
    clashed = False
    for box in (box for line in lines for box in line.boxes):
        typed = posted.get(box.name, box.text).replace("\r\n", "\n").strip()
        base = posted.get(f"was-{box.name}", box.was)
        if base == fingerprint(typed):
            continue  # not touched here: theirs stands
        if base != box.was and typed != box.text.strip():
            box.theirs, clashed = box.text, True
        box.text = typed
    return clashed


def rewritten(before: TranslatedText, typed: Mapping[str, str], first: str = "fi") -> TranslatedText:
    """A text with these words by language; the source moves to the first language that has words.

    Languages that are not in ``typed`` stay as they are.
    """
    words = {tag: text.replace("\r\n", "\n").strip() for tag, text in typed.items()}
    others = {tag: one.text for tag, one in before.renderings.items() if tag not in words and one.text.strip()}
    if not any(words.values()) and not others:
        return TranslatedText()
    said = {**others, **{tag: text for tag, text in words.items() if text}}
    source = before.source if before and said.get(before.source) else (first if said.get(first) else next(iter(said)))
    text = before if source == before.source else TranslatedText(source)
    if text.source_text != said[source]:
        text = text.with_source(said[source])
    for tag in {*words, *text.renderings} - {source}:
        if tag not in said:
            text = text.without(tag)
        elif said[tag] != text.text(tag):
            text = text.with_translation(tag, said[tag])
    return text if source == before.source else _whole(text, said)


def _whole(text: TranslatedText, said: Mapping[str, str]) -> TranslatedText:
    for tag, words in said.items():
        if tag != text.source and text.text(tag) != words:
            text = text.with_translation(tag, words)
    return text
