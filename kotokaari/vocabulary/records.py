"""Concepts on their way in or out: plain Python, the same for CSV and SKOS."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

HOUSE = "kotokaari"
LANGUAGES = ("fi", "sv", "en")


@dataclass(slots=True)
class ConceptRecord:
    """One concept as a file says it. Relations are codes of the same scheme.

    ``labels`` is {(language, role): [words]} with the roles of ``Label.Role``.
    """

    code: str
    uri: str = ""
    kind: str = ""
    labels: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    definition: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    matches: list[tuple[str, str]] = field(default_factory=list)
    seen_in: list[str] = field(default_factory=list)
    is_deprecated: bool = False
    deprecated_on: datetime.date | None = None
    replaced_by: str = ""
    where: str = ""

    def add_label(self, language: str, role: str, text: str) -> None:
        """Add a word once; an empty one is left out."""
        words = self.labels.setdefault((language, role), [])
        if text and text not in words:
            words.append(text)


@dataclass(slots=True)
class SchemeRecord:
    """A vocabulary as a file says it. ``is_partial``: what the file does not say, it says nothing about."""

    concepts: list[ConceptRecord]
    uri: str = ""
    title: dict[str, str] = field(default_factory=dict)
    licence: str = ""
    is_partial: bool = False
