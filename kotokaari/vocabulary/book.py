"""The house vocabulary in memory: small, read by every list, renewed when any data changes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from kotokaari.foundation.dataversion import cached

from .models import Certainty, Concept, Label, LegalRule

FALLBACKS = ("fi", "en", "sv")


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A concept as lists and facets need it. Relations are codes; ``hidden`` words are for search only."""

    id: int
    uuid: UUID
    code: str
    kind: str
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    position: int = 0
    is_deprecated: bool = False
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, language: str) -> str:
        """The preferred term, falling back to another language, then the code."""
        for candidate in (language, *FALLBACKS):
            if candidate in self.labels:
                return self.labels[candidate]
        return next(iter(self.labels.values()), self.code)


@dataclass(frozen=True, slots=True)
class ConceptBook:
    """The house vocabulary by code, key and uuid."""

    by_code: Mapping[str, ConceptEntry]
    by_key: Mapping[int, ConceptEntry]
    by_uuid: Mapping[UUID, ConceptEntry]

    def label(self, code: str, language: str) -> str:
        """The preferred term of a concept; the code itself when nobody knows it."""
        entry = self.by_code.get(code)
        return entry.label(language) if entry else code

    def get(self, code: str) -> ConceptEntry | None:
        """The concept of this code, or None."""
        return self.by_code.get(code)

    def by_id(self, key: int) -> ConceptEntry | None:
        """The concept of this database key, or None."""
        return self.by_key.get(key)

    def kinds(self) -> list[str]:
        """The kinds that have concepts, in the vocabulary's order."""
        return list(dict.fromkeys(entry.kind for entry in self.by_code.values()))

    def of_kind(self, kind: str) -> list[ConceptEntry]:
        """The concepts of a kind in the vocabulary's order, without those no longer in use."""
        return [entry for entry in self.by_code.values() if entry.kind == kind and not entry.is_deprecated]

    def within(self, code: str) -> set[str]:
        """The concept and everything narrower, at any depth."""
        found, waiting = {code}, [code]
        while waiting:
            entry = self.by_code.get(waiting.pop())
            for narrower in entry.narrower if entry else ():
                if narrower not in found:
                    found.add(narrower)
                    waiting.append(narrower)
        return found


def concept_book() -> ConceptBook:
    """The house vocabulary. Four queries after a change of data, else one small one (none inside ``steady``)."""
    return cached("vocabulary.book", _read)


def _read() -> ConceptBook:
    concepts = Concept.objects.filter(scheme__is_house=True)
    rows = list(concepts.values_list("pk", "uuid", "code", "kind", "position", "deprecated_on"))
    codes = {row[0]: row[2] for row in rows}
    labels: dict[int, dict[str, str]] = {key: {} for key in codes}
    others: dict[str, dict[int, dict[str, list[str]]]] = {
        role: {key: {} for key in codes} for role in ("alt", "hidden")
    }
    words = Label.objects.filter(concept__scheme__is_house=True).order_by("pk")
    for key, language, role, text in words.values_list("concept_id", "language", "role", "text"):
        if role == Label.Role.PREFERRED:
            labels[key][language] = text
        else:
            others[role][key].setdefault(language, []).append(text)
    up = _pairs(Concept.broader.through, codes)
    side = _pairs(Concept.related.through, codes)
    down: dict[int, list[int]] = {}
    for first, seconds in up.items():
        for second in seconds:
            down.setdefault(second, []).append(first)
    entries = [
        ConceptEntry(
            key,
            uuid,
            code,
            kind,
            labels[key],
            {language: tuple(texts) for language, texts in others["alt"][key].items()},
            tuple(codes[other] for other in up.get(key, ())),
            tuple(codes[other] for other in down.get(key, ())),
            tuple(codes[other] for other in side.get(key, ())),
            position,
            deprecated_on is not None,
            {language: tuple(texts) for language, texts in others["hidden"][key].items()},
        )
        for key, uuid, code, kind, position, deprecated_on in rows
    ]
    return ConceptBook(
        {entry.code: entry for entry in entries},
        {entry.id: entry for entry in entries},
        {entry.uuid: entry for entry in entries},
    )


def _pairs(through: type, codes: Mapping[int, str]) -> dict[int, list[int]]:
    """The relation as {from: [to, …]} between concepts of the book."""
    found: dict[int, list[int]] = {}
    rows = through.objects.filter(from_concept__scheme__is_house=True).order_by("pk")  # type: ignore[attr-defined]
    for first, second in rows.values_list("from_concept", "to_concept"):
        if first in codes and second in codes:
            found.setdefault(first, []).append(second)
    return found


def legal_rule(code: str, *, on: datetime.date | None = None) -> LegalRule | None:
    """The rule of this code as it stands on a day (today when none is given); None where no rule is known.

    What is only announced is left out. No query while the data stays as it is, but for its version.
    """
    day = on or timezone.localdate()
    standing = [
        rule
        for rule in _rules()
        if rule.code == code
        and rule.certainty != Certainty.ANNOUNCED
        and rule.valid_from <= day
        and (rule.valid_to is None or rule.valid_to >= day)
    ]
    return standing[-1] if standing else None


def _rules() -> list[LegalRule]:
    rules = LegalRule.objects.select_related("regime").order_by("valid_from", "pk")
    return cached("vocabulary.legal_rules", lambda: list(rules))
