"""Places and organisations in memory: small, read by every list, and renewed when any data changes.

A list of a hundred practices names two hundred places; looking them up here costs no query.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import TranslatedText

from .models import Organisation, Place

# å, ä and ö are letters of their own at the end of the alphabet, in this order.
LAST_LETTERS = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}


def sort_key(text: str) -> str:
    """Orders names as Finnish and Swedish readers expect: å, ä, ö last, other accents as if bare."""
    letters = (LAST_LETTERS.get(letter) or unicodedata.normalize("NFD", letter)[0] for letter in text.casefold())
    return "".join(letters)


def folded(text: str) -> str:
    """Lower case without accents, so that «jyvaskyla» finds Jyväskylä."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter)
    )


LEGAL_FORMS = frozenset(["oy", "ab", "oyj", "abp", "ry", "rf", "sr", "ky", "tmi", "ay", "ltd", "gmbh"])


def name_key(text: str) -> str:
    """A name for comparing: folded, without punctuation, the words of a legal form («Apu ry») left out."""
    words = re.sub(r"[^\w]+", " ", folded(text).replace(".", "")).split()
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place as lists and facets need it."""

    pk: int
    uuid: UUID
    code: str
    level: str
    names: Mapping[str, str]
    within: str = ""
    county: str = ""

    def name(self, language: str) -> str:
        """The name in fi, sv or en."""
        return self.names.get(language) or self.names["fi"]


@dataclass(frozen=True, slots=True)
class PlaceBook:
    """All places by code, and what lies directly in each."""

    by_code: Mapping[str, PlaceEntry]
    by_key: Mapping[int, PlaceEntry]
    parts: Mapping[str, tuple[str, ...]]
    by_uuid: Mapping[UUID, PlaceEntry]

    def name(self, code: str, language: str) -> str:
        """The name of a place; the code itself when nobody has read it in."""
        entry = self.by_code.get(code)
        return entry.name(language) if entry else code

    def within(self, code: str) -> set[str]:
        """The place and everything inside it, at any depth."""
        found, waiting = {code}, [code]
        while waiting:
            for part in self.parts.get(waiting.pop(), ()):
                if part not in found:
                    found.add(part)
                    waiting.append(part)
        return found

    def around(self, code: str) -> list[str]:
        """The place, then what it lies in, outward: municipality, region, country."""
        path: list[str] = []
        while code and code not in path:
            path.append(code)
            entry = self.by_code.get(code)
            code = entry.within if entry else ""
        return path


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation as lists and facets need it."""

    pk: int
    uuid: UUID
    code: str
    type: str
    names: Mapping[str, str]
    source_language: str
    place: str
    has_ended: bool
    is_example: bool
    ends_on: datetime.date | None = None
    words: str = ""

    def name(self, language: str) -> str:
        """The name in this language, else in the one it was written in, else the code."""
        return self.names.get(language) or self.names.get(self.source_language) or self.code


@dataclass(frozen=True, slots=True)
class OrganisationBook:
    """All organisations by key, uuid and code."""

    by_key: Mapping[int, OrganisationEntry]
    by_uuid: Mapping[UUID, OrganisationEntry]
    by_code: Mapping[str, OrganisationEntry]


def _read_places() -> PlaceBook:
    rows = Place.objects.order_by("code").values_list(
        "pk", "uuid", "code", "level", "name_fi", "name_sv", "name_en", "within__code", "county__code"
    )
    entries = [
        PlaceEntry(pk, uuid, code, level, {"fi": fi, "sv": sv, "en": en}, within or "", county or "")
        for pk, uuid, code, level, fi, sv, en, within, county in rows
    ]
    parts: dict[str, list[str]] = {}
    for entry in entries:
        parts.setdefault(entry.within, []).append(entry.code)
        if entry.county:
            parts.setdefault(entry.county, []).append(entry.code)
    return PlaceBook(
        {entry.code: entry for entry in entries},
        {entry.pk: entry for entry in entries},
        {code: tuple(inside) for code, inside in parts.items()},
        {entry.uuid: entry for entry in entries},
    )


def _read_organisations() -> OrganisationBook:
    today = timezone.localdate()
    rows = Organisation.objects.order_by("code").values_list(
        "pk", "uuid", "code", "type", "name", "place__code", "valid_to", "is_example"
    )
    entries = [
        OrganisationEntry(
            pk,
            uuid,
            code,
            type_,
            {language: rendering.text for language, rendering in name.renderings.items()},
            name.source,
            place or "",
            ends is not None and ends < today,
            is_example,
            ends,
            folded(" ".join(rendering.text for rendering in name.renderings.values())),
        )
        for pk, uuid, code, type_, name, place, ends, is_example in rows
    ]
    return OrganisationBook(
        {entry.pk: entry for entry in entries},
        {entry.uuid: entry for entry in entries},
        {entry.code: entry for entry in entries},
    )


def place_book() -> PlaceBook:
    """Every place. One query after a change of data, else none."""
    return cached("people.places", _read_places)


def organisation_book() -> OrganisationBook:
    """Every organisation. One query after a change of data, else none."""
    return cached(("people.organisations", timezone.localdate()), _read_organisations)


def place_names(codes: Iterable[str], language: str) -> list[str]:
    """The names of places, in the order of ``codes``; an unknown code stands for itself."""
    book = place_book()
    return [book.name(code, language) for code in codes]


def place_options(language: str, *levels: str) -> list[tuple[str, str]]:
    """(code, name) of each place of ``levels`` (all when none), by name: for choosing."""
    found = [
        (entry.code, entry.name(language))
        for entry in place_book().by_code.values()
        if not levels or entry.level in levels
    ]
    return sorted(found, key=lambda option: sort_key(option[1]))


def organisation_called(name: TranslatedText) -> Organisation | None:
    """The one organisation that has this name in some language; None when none has it, or several have. Two queries."""
    wanted = {name_key(rendering.text) for rendering in name.renderings.values()} - {""}
    found = {
        entry.pk
        for entry in organisation_book().by_key.values()
        if wanted and not wanted.isdisjoint(map(name_key, entry.names.values()))
    }
    return Organisation.objects.get(pk=found.pop()) if len(found) == 1 else None


def organisation_options(language: str, *, ended: bool = False) -> list[tuple[str, str]]:
    """(uuid, name) of each organisation that exists today, by name: for choosing. ``ended`` takes all."""
    found = [
        (str(entry.uuid), entry.name(language))
        for entry in organisation_book().by_key.values()
        if ended or not entry.has_ended
    ]
    return sorted(found, key=lambda option: sort_key(option[1]))
