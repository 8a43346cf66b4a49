"""Which public practices have what, as sets of bits: filtering and counting without the database.

Bit *n* of every set stands for practice *n*, the newest being 0. A choice is then a few bitwise
operations, and a count is the number of ones; 10,000 practices and 400 values take half a
megabyte. The whole is read anew when public data changes (``dataversion``).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.utils import timezone

from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import organisation_book, place_book, sort_key
from kotokaari.search.public import as_set
from kotokaari.vocabulary.public import ConceptBook, concept_book

from . import logic
from .models import Practice, Version, VersionConcept
from .registries import Distinction, distinctions

CONCEPT_FACETS = {
    VersionConcept.Field.THEME.value: "theme",
    VersionConcept.Field.TARGET_GROUP.value: "group",
    VersionConcept.Field.PHASE.value: "phase",
}
MUNICIPAL_LEVELS = ("municipality", "lau")
FRESH_FOR = datetime.timedelta(days=365)
FRESH, OLDER, UNCONFIRMED = "year", "older", "unconfirmed"


class Sets:
    """Sets under construction: one row of bytes a value."""

    def __init__(self, size: int) -> None:
        self.width = (size >> 3) + 1
        self.rows: dict[tuple[str, str], bytearray] = {}

    def add(self, facet: str, value: str, bit: int) -> None:
        """Practice ``bit`` has ``value`` in ``facet``."""
        row = self.rows.get((facet, value))
        if row is None:
            row = self.rows[facet, value] = bytearray(self.width)
        row[bit >> 3] |= 1 << (bit & 7)

    def finished(self) -> dict[str, dict[str, int]]:
        """The sets as whole numbers, by facet and value."""
        facets: dict[str, dict[str, int]] = defaultdict(dict)
        for (facet, value), row in self.rows.items():
            facets[facet][value] = int.from_bytes(row, "little")
        return dict(facets)


@dataclass(frozen=True, slots=True)
class Index:
    """Every public practice, newest first, and the sets they are in."""

    versions: Sequence[int]
    bit_of: Mapping[UUID, int]
    sets: Mapping[str, Mapping[str, int]]
    confirmed: Sequence[datetime.date | None]
    themes: Mapping[int, Sequence[int]]  # keys of concepts in their order, by version
    places: Mapping[int, Sequence[int]]  # keys of places, by version
    distinctions: Mapping[int, Distinction]  # by version

    @property
    def everything(self) -> int:
        """The set of all."""
        return (1 << len(self.versions)) - 1

    def having(self, facet: str, values: Iterable[str]) -> int:
        """The practices with any of ``values`` in ``facet``."""
        found = self.sets.get(facet, {})
        return reduce(or_, (found.get(value, 0) for value in values), 0)

    def among(self, things: Iterable[UUID]) -> int:
        """The set of these practices; those that are not public are left out."""
        known = (self.bit_of.get(thing) for thing in things)
        return as_set((bit for bit in known if bit is not None), len(self.versions))

    def matching(self, chosen: Mapping[str, Sequence[str]], within: int) -> int:
        """The practices of ``within`` that have what is chosen in every facet."""
        for facet, values in chosen.items():
            within &= self.having(facet, values)
        return within

    def counts(self, facet: str, chosen: Mapping[str, Sequence[str]], within: int) -> dict[str, int]:
        """How many of ``within`` each value of a facet gives, the other facets' choice kept."""
        others = {name: values for name, values in chosen.items() if name != facet}
        base = self.matching(others, within)
        counted = {value: (members & base).bit_count() for value, members in self.sets.get(facet, {}).items()}
        return {value: count for value, count in counted.items() if count}


def index() -> Index:
    """The index of today's public practices. Five queries after a change of data, else none."""
    return cached(("practices", timezone.localdate()), _read)


def _read() -> Index:
    rows = list(
        Practice.objects.filter(status__in=Practice.PUBLIC)
        .order_by("-current__published_at", "-pk")
        .values_list(
            "uuid",
            "current_id",
            "status",
            "owner_id",
            "confirmed_on",
            "review_due",
            "current__kind",
            "current__cost_band",
            "current__evidence_level",
            "current__languages",
        )
    )
    sets = Sets(len(rows))
    owners = organisation_book().by_key
    today = timezone.localdate()
    for bit, (_uuid, _version, status, owner, confirmed, due, kind, cost, evidence, languages) in enumerate(rows):
        sets.add("status", status, bit)
        sets.add("owner", owners[owner].code, bit)
        for value in freshness(status, confirmed, due, today):
            sets.add("fresh", value, bit)
        if kind:
            sets.add("kind", kind, bit)
        if cost is not None:
            sets.add("cost", str(cost), bit)
        if evidence is not None:
            sets.add("evidence", str(evidence), bit)
        for language in languages.split("|"):
            if language:
                sets.add("language", language, bit)
    judged = distinctions()
    for bit, row in enumerate(rows):
        if row[0] in judged:
            sets.add("judged", judged[row[0]].value, bit)
    bits = {row[1]: bit for bit, row in enumerate(rows)}
    themes = _add_concepts(sets, bits)
    places = _add_places(sets, bits)
    return Index(
        versions=[row[1] for row in rows],
        bit_of={row[0]: bit for bit, row in enumerate(rows)},
        sets=sets.finished(),
        confirmed=[row[4] for row in rows],
        themes=themes,
        places=places,
        distinctions={row[1]: judged[row[0]] for row in rows if row[0] in judged},
    )


def freshness(
    status: str, confirmed: datetime.date | None, due: datetime.date | None, day: datetime.date
) -> tuple[str, ...]:
    """The values of the facet «freshness»: within a year, or older, and among those the ones nobody confirmed when asked."""
    if confirmed and confirmed >= day - FRESH_FOR:
        return (FRESH,)
    is_asked = status == Practice.Status.PUBLISHED and logic.unconfirmed_since(confirmed, due, day)
    return (OLDER, UNCONFIRMED) if is_asked else (OLDER,)


def _add_concepts(sets: Sets, bits: Mapping[int, int]) -> dict[int, list[int]]:
    """A practice has its concepts and those that are broader. Gives each version's themes in their order."""
    book = concept_book()
    broader = broader_codes()
    counts_as = {entry.id: broader[entry.code] for entry in book.by_code.values()}
    links = VersionConcept.objects.filter(version__current_of__status__in=Practice.PUBLIC)
    themes: dict[int, list[tuple[int, int]]] = {}
    for version, concept, field, order in links.order_by().values_list("version_id", "concept_id", "field", "order"):
        if version not in bits:
            continue
        for code in counts_as.get(concept, ()):
            sets.add(CONCEPT_FACETS[field], code, bits[version])
        if field == VersionConcept.Field.THEME.value:
            themes.setdefault(version, []).append((order, concept))
    return {version: [concept for _order, concept in sorted(own)] for version, own in themes.items()}


def broader_codes() -> Mapping[str, set[str]]:
    """Each concept's code with those of what is broader; kept until public data changes."""
    book = concept_book()
    return cached(
        "practices.broader", lambda: {code: with_broader(book, entry.id) for code, entry in book.by_code.items()}
    )


def lies_in() -> Mapping[str, list[tuple[str, str]]]:
    """(facet, code) of each place and of all it lies in, by its code; kept until public data changes."""
    book = place_book()
    return cached(
        "practices.lies in",
        lambda: {
            own: [
                ("municipality" if book.by_code[code].level in MUNICIPAL_LEVELS else "region", code)
                for code in book.around(own)
            ]
            for own in book.by_code
        },
    )


def with_broader(book: ConceptBook, key: int) -> set[str]:
    """A concept by its key and all that are broader, as codes; empty for one that is not in the book."""
    entry = book.by_id(key)
    if entry is None:
        return set()
    found, waiting = {entry.code}, list(entry.broader)
    while waiting:
        broader = book.get(waiting.pop())
        if broader and broader.kind == entry.kind and broader.code not in found:
            found.add(broader.code)
            waiting += broader.broader
    return found


def _add_places(sets: Sets, bits: Mapping[int, int]) -> dict[int, list[int]]:
    """A practice has its places and all they lie in. Gives each version's places."""
    book = place_book()
    around = {key: lies_in()[entry.code] for key, entry in book.by_key.items()}
    links = Version.places.through.objects.filter(version__current_of__status__in=Practice.PUBLIC)
    places: dict[int, list[int]] = {}
    for version, place in links.order_by("pk").values_list("version_id", "place_id"):
        if version in bits:
            places.setdefault(version, []).append(place)
            for facet, code in around.get(place, ()):
                sets.add(facet, code, bits[version])
    return places


def by_title(language: str) -> Sequence[int]:
    """All bits in the order of the practices' names in this language."""
    return cached(("practices by name", language), lambda: _order_by_title(language))


def _order_by_title(language: str) -> Sequence[int]:
    whole = index()
    titles = dict(Version.objects.filter(current_of__status__in=Practice.PUBLIC).order_by().values_list("pk", "title"))
    keys = [sort_key(titles[version].read(language).text) for version in whole.versions]
    return sorted(range(len(keys)), key=keys.__getitem__)


def by_confirmation() -> Sequence[int]:
    """All bits, the last confirmed first; the never confirmed at the end."""
    return cached(("practices by confirmation", timezone.localdate()), _order_by_confirmation)


def _order_by_confirmation() -> Sequence[int]:
    never = datetime.date.min
    days = index().confirmed
    return sorted(range(len(days)), key=lambda bit: days[bit] or never, reverse=True)
