"""Translated text: one content field in several languages, none of them pretending.

A ``TranslatedText`` has one source language. Each other rendering says how it came about (human,
machine, reviewed) and which wording of the source it renders, so a change of the source makes it
stale by itself: nothing has to be kept in step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Status = Literal["human", "machine", "reviewed"]
STATUSES: tuple[Status, ...] = ("human", "machine", "reviewed")
LANGUAGES = ("fi", "sv", "en")
FALLBACKS = {"fi": ("en", "sv"), "sv": ("fi", "en"), "en": ("fi", "sv")}


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits that change when the wording does (white space at the ends apart)."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Rendering:
    """The text in one language; ``of`` is the fingerprint of the source it renders, "" at the source."""

    text: str
    status: Status = "human"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gets: the text, its language, and what must be said about it."""

    text: str
    language: str
    wanted: str
    status: Status = "human"
    is_stale: bool = False

    @property
    def is_fallback(self) -> bool:
        """True when the text is not in the language the reader wanted."""
        return bool(self.text) and self.language != self.wanted

    @property
    def needs_note(self) -> bool:
        """True when the reader must be told something about this text."""
        return bool(self.text) and (self.is_fallback or self.is_stale or self.status == "machine")

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """One content field in every language it exists in. Immutable: changes return a new one."""

    source: str = "fi"
    renderings: Mapping[str, Rendering] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str, text: str, **translations: str) -> TranslatedText:
        """Human text in ``source``, with human translations by language code that are up to date."""
        whole = cls(source).with_source(text)
        for language, words in translations.items():
            whole = whole.with_translation(language, words)
        return whole

    @classmethod
    def from_json(cls, data: Any) -> TranslatedText:
        """The text as stored by ``to_json``; an empty one for anything empty. Raises ValueError."""
        if not data:
            return cls()
        try:
            renderings = {
                language: Rendering(entry["text"], entry.get("status", "human"), entry.get("of", ""))
                for language, entry in data["texts"].items()
            }
            words = [data["source"], *(word for one in renderings.values() for word in (one.text, one.status, one.of))]
            if not all(isinstance(word, str) for word in words):
                raise TypeError("texts, languages and states are words")
            return cls(data["source"], renderings)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a translated text") from error

    def to_json(self) -> dict[str, Any]:
        """Plain data: ``{"source": "fi", "texts": {"fi": {"text", "status", "of"}, …}}``."""
        texts: dict[str, dict[str, str]] = {}
        for language, rendering in self.renderings.items():
            if rendering.text.strip() == "":
                continue
            entry = {"text": rendering.text, "status": rendering.status}
            if language != self.source:
                entry["of"] = rendering.of
            texts[language] = entry
        return {"source": self.source, "texts": texts} if texts else {}

    def __bool__(self) -> bool:
        return any(rendering.text.strip() for rendering in self.renderings.values())

    def text(self, language: str) -> str:
        """Exactly this language's text, or ""."""
        rendering = self.renderings.get(language)
        return rendering.text if rendering else ""

    @property
    def source_text(self) -> str:
        """The text in the language it was written in."""
        return self.text(self.source)

    def is_stale(self, language: str) -> bool:
        """True when the source changed after this translation was made."""
        rendering = self.renderings.get(language)
        if rendering is None or language == self.source or not rendering.text:
            return False
        return rendering.of != fingerprint(self.source_text)

    def missing(self, languages: Iterable[str] = LANGUAGES) -> list[str]:
        """The languages of ``languages`` in which there is nothing to read."""
        return [language for language in languages if not self.text(language).strip()]

    def read(self, wanted: str) -> Reading:
        """The best text for a reader of ``wanted``: theirs, else the source, else any."""
        for language in (wanted, self.source, *FALLBACKS.get(wanted, LANGUAGES), *self.renderings):
            rendering = self.renderings.get(language)
            if rendering and rendering.text.strip():
                return Reading(rendering.text, language, wanted, rendering.status, self.is_stale(language))
        return Reading("", wanted, wanted)

    def with_source(self, text: str, *, status: Status = "human") -> TranslatedText:
        """The same field with a new wording at the source; translations of the old one turn stale."""
        return replace(self, renderings={**self.renderings, self.source: Rendering(text, status)})

    def with_translation(self, language: str, text: str, *, status: Status = "human") -> TranslatedText:
        """The same field with this translation of the present source. At the source it is the source."""
        if language == self.source:
            return self.with_source(text, status=status)
        made = Rendering(text, status, fingerprint(self.source_text))
        return replace(self, renderings={**self.renderings, language: made})

    def without(self, language: str) -> TranslatedText:
        """The same field with nothing in this language."""
        return replace(self, renderings={k: v for k, v in self.renderings.items() if k != language})

    def __str__(self) -> str:
        return self.source_text
