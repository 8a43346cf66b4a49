"""Words of a file as the house's own things: concepts, places, organisations, choices.

The books are read once for a run, and each word is looked up once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import translation

from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import organisation_book, place_book
from kotokaari.search.public import analyse, fold, tokens
from kotokaari.vocabulary.public import concept_book

from ..record import CONCEPT_FIELDS, FIELDS, Field

SPLIT = re.compile(r"\s*[;|\n\r\t•]\s*|\s+/\s+")
# Who wins when a name means several places: Uusimaa the region, Helsinki the municipality.
LEVELS = ("municipality", "lau", "region", "wellbeing", "nuts", "country")
LONGEST_TERM = 120


def plain(text: str) -> str:
    """A term for comparing: without capitals, accents and signs at its ends."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def base_forms(text: str, language: str) -> str:
    """A term by the base forms of its words: kielikurssit → kielikurssi."""
    return " ".join(analyse(token[0], language).base for token in tokens(text))


@dataclass(slots=True)
class Found:
    """What a cell names, and what of it nobody knows. ``other`` has concepts of other fields, by field."""

    codes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    other: dict[str, list[str]] = field(default_factory=dict)


class Terms:
    """Every name the house knows its concepts, places, organisations and choices by."""

    def __init__(self, aliases: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.aliases = aliases or {}
        self.concepts: dict[str, dict[str, str]] = {name: {} for name in CONCEPT_FIELDS}
        self.bases: dict[str, dict[str, str]] = {name: {} for name in CONCEPT_FIELDS}
        self.ids: dict[str, int] = {}
        self.place_ids: dict[str, int] = {}
        self.places: dict[str, str] = {}
        self.organisations: dict[str, int] = {}
        self.organisation_codes: dict[int, str] = {}
        self._cells: dict[tuple[str, str], Found] = {}
        self._choices: dict[str, dict[str, str | int]] = {}
        self._read_concepts()
        self._read_places()
        self._read_organisations()

    def _read_concepts(self) -> None:
        field_of_kind = {FIELDS[name].concept_kind: name for name in CONCEPT_FIELDS}
        entries = sorted(concept_book().by_code.values(), key=lambda entry: entry.is_deprecated)
        for rank in ("code", "labels", "synonyms", "hidden"):
            for entry in entries:
                name = field_of_kind.get(entry.kind)
                if not name:
                    continue
                self.ids[entry.code] = entry.id
                for language, text in _words_of(entry, rank):
                    self.concepts[name].setdefault(plain(text), entry.code)
                    if rank != "code" and language in LANGUAGES:
                        self.bases[name].setdefault(base_forms(text, language), entry.code)

    def _read_places(self) -> None:
        entries = list(place_book().by_code.values())
        self.place_ids = {entry.code: entry.pk for entry in entries}
        for entry in entries:
            self.places[entry.code.casefold()] = entry.code
            short = entry.code.rpartition(":")[2]
            if entry.code.startswith("fi:") and short.isdigit():
                self.places.setdefault(short, entry.code)
        order = {level: place for place, level in enumerate(LEVELS)}
        for entry in sorted(entries, key=lambda entry: order.get(entry.level, 9)):
            for name in entry.names.values():
                self.places.setdefault(plain(name), entry.code)

    def _read_organisations(self) -> None:
        entries = list(organisation_book().by_code.values())
        for entry in entries:
            self.know_organisation(entry.pk, entry.code, entry.uuid, ())
        for entry in sorted(entries, key=lambda entry: entry.has_ended):
            for name in entry.names.values():
                self.organisations.setdefault(plain(name), entry.pk)

    def know_organisation(self, key: int, code: str, uuid: UUID, names: Iterable[str]) -> None:
        """Remember an organisation that was made just now."""
        self.organisation_codes[key] = code
        for word in (code, str(uuid)):
            self.organisations[word] = key
        for name in names:
            self.organisations.setdefault(plain(name), key)

    def organisation(self, words: str) -> int | None:
        """The key of the organisation of this code, uuid, permanent address or name; None when nobody knows it."""
        words = words.strip()
        last = words.rstrip("/").rpartition("/")[2] if "://" in words else words
        return self.organisations.get(last.casefold()) or self.organisations.get(plain(words))

    def concepts_in(self, name: str, cell: str) -> Found:
        """The concepts a cell of this field names: by code or by any term in any language."""
        return self._remembered(name, cell)

    def places_in(self, cell: str) -> Found:
        """The places a cell names."""
        return self._remembered("places", cell)

    def _remembered(self, name: str, cell: str) -> Found:
        key = (name, cell)
        if key not in self._cells:
            self._cells[key] = self._look_up(name, cell)
        return self._cells[key]

    def _look_up(self, name: str, cell: str) -> Found:
        found = Found()
        for piece in SPLIT.split(cell.strip()):
            for part in self._parts(name, piece.strip()):
                self._take(found, name, part)
        return found

    def _parts(self, name: str, piece: str) -> list[str]:
        """A piece whole when somebody knows it so, else cut at its commas."""
        if not piece:
            return []
        if "," not in piece or self._one(name, piece) or any(self._one(other, piece) for other in CONCEPT_FIELDS):
            return [piece]
        return [part.strip() for part in piece.split(",") if part.strip()]

    def _take(self, found: Found, name: str, part: str) -> None:
        code = self._one(name, part)
        if code:
            if code not in found.codes:
                found.codes.append(code)
            return
        if name != "places":
            for other in CONCEPT_FIELDS:
                code = self._one(other, part) if other != name else ""
                if code:
                    found.other.setdefault(other, []).append(code)
                    return
        found.unknown.append(part)

    def _one(self, name: str, text: str) -> str:
        given = self.aliases.get(name, {}).get(" ".join(re.findall(r"[a-z0-9]+", _bare(text))))
        if given:
            text = given
        if len(text) > LONGEST_TERM:
            return ""
        if name == "places":
            return self._place(text)
        last = text.rstrip("/").rpartition("/")[2] if "://" in text else text
        known = self.concepts[name]
        found = known.get(plain(last.replace("-", " "))) or known.get(plain(last))
        if found:
            return found
        for language in LANGUAGES:
            found = self.bases[name].get(base_forms(text, language))
            if found:
                return found
        return ""

    def _place(self, text: str) -> str:
        found = self.places.get(text.casefold()) or self.places.get(plain(text))
        if not found and "(" in text:
            found = self.places.get(plain(text.partition("(")[0]))
        if not found and text.isdigit() and len(text) < 3:
            found = self.places.get(text.zfill(3))  # a spreadsheet ate the noughts of 049
        return found or ""

    def choice(self, spec: Field, cell: str) -> str | int | None:
        """The choice of a field by its code or its words in any language; None when it is none of them."""
        known = self._choices.get(spec.name)
        if known is None:
            known = {}
            for value, label in spec.choices:
                for word in (str(value), str(value).replace("_", " ")):
                    known.setdefault(plain(word), value)
                for language in LANGUAGES:
                    with translation.override(language):
                        known.setdefault(plain(str(label)), value)
                        known.setdefault(plain(str(label).partition(":")[0]), value)
            self._choices[spec.name] = known
        given = self.aliases.get(spec.name, {}).get(" ".join(re.findall(r"[a-z0-9]+", _bare(cell))))
        return known.get(plain((given or cell).replace("_", " ")))


def _bare(text: str) -> str:
    spaced = re.sub(r"(?<=[a-zäöå])(?=[A-ZÄÖÅ])", " ", text)
    return "".join(c for c in unicodedata.normalize("NFKD", spaced.casefold()) if not unicodedata.combining(c))


def _words_of(entry: Any, rank: str) -> list[tuple[str, str]]:
    """(language, words) of a concept at one rank of certainty."""
    if rank == "code":
        return [("", entry.code), ("", entry.code.replace("-", " ")), ("", str(entry.uuid))]
    if rank == "labels":
        return list(entry.labels.items())
    return [(language, text) for language, texts in getattr(entry, rank).items() for text in texts]
