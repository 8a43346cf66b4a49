"""What a practice asks of an organisation, taken out of its record once.

A requirement on the checklist is free text. A rule may read it only when it plainly names something an
organisation says it has or lacks (``WORDS``), names it in every language it is written in, and is of a kind
that can mean it (``KINDS``: money *for* interpreting is not an interpreter). What offers a choice («or»), asks
for more («and») or denies something is read with less; all else is left for a person to tick.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.dataversion import cached
from kotokaari.people.public import place_book
from kotokaari.search.public import analyse, tokens
from kotokaari.vocabulary.public import concept_book

Codes = frozenset[str]
NOTHING: Codes = frozenset()

# What names a resource, as base forms and parts of compounds.
WORDS: dict[str, dict[str, Codes]] = {
    "fi": {
        "interpreters": frozenset({"tulkki", "tulkkaus", "tulkata"}),
        "volunteers": frozenset({"vapaaehtoinen", "vapaaehtoistyö"}),
        "premises": frozenset({"tila", "huone", "toimitila", "sali"}),
        "digital": frozenset({"tietokone", "etäyhteys", "tabletti", "digitaalinen", "digiväline"}),
    },
    "sv": {
        "interpreters": frozenset({"tolk", "tolkning", "tolka"}),
        "volunteers": frozenset({"frivillig", "volontär"}),
        "premises": frozenset({"lokal", "rum", "utrymme", "sal"}),
        "digital": frozenset({"dator", "distansförbindelse", "surfplatta", "digital"}),
    },
    "en": {
        "interpreters": frozenset({"interpreter", "interpret", "interpreting", "interpretation"}),
        "volunteers": frozenset({"volunteer"}),
        "premises": frozenset({"room", "premise", "premises", "space"}),
        "digital": frozenset({"computer", "laptop", "tablet", "digital"}),
    },
}
# Every form of those words has one of these in it: most texts need no analysis.
STEMS = {
    "fi": ("tulk", "vapaaeh", "til", "huone", "sal", "tietokone", "etäyht", "tablet", "digi"),
    "sv": ("tolk", "frivillig", "volont", "lokal", "rum", "utrym", "sal", "dator", "distans", "surfplatt", "digital"),
    "en": ("interpret", "volunteer", "room", "premise", "space", "computer", "laptop", "tablet", "digital"),
}
KINDS: dict[str, Codes] = {
    "interpreters": frozenset({"", "staff", "skills", "other"}),
    "volunteers": frozenset({"", "staff", "other"}),
    "premises": frozenset({"", "premises", "other"}),
    "digital": frozenset({"", "premises", "skills", "other"}),
}
CHOICES = {"fi": frozenset({"tai"}), "sv": frozenset({"eller"}), "en": frozenset({"or"})}
ADDITIONS = {"fi": frozenset({"ja", "sekä"}), "sv": frozenset({"och", "samt"}), "en": frozenset({"and"})}
DENIALS = {
    "fi": frozenset({"ei", "eivät", "ilman", "ellei"}),
    "sv": frozenset({"inte", "ingen", "inget", "inga", "utan"}),
    "en": frozenset({"no", "not", "without", "never"}),
}
COST_LIMITS: dict[int, tuple[float, float]] = {
    1: (0, 0),
    2: (0, 10_000),
    3: (10_000, 50_000),
    4: (50_000, 200_000),
    5: (200_000, float("inf")),
}
CONDITIONS = ("preconditions", "not_suitable_when")
CONCEPTS = {"theme": "themes", "target_group": "target_groups", "phase": "phases"}


# The fields of a record that are looked at; the rest, which is most of it, is not even fetched.
READ = (
    "requirements",
    "size_band",
    "area_type",
    "staff_fte",
    "costs",
    "cost_band",
    "materials",
    "places",
    *CONCEPTS.values(),
    *CONDITIONS,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement of the checklist: the resources it plainly names.

    ``any_of``: one of them will do, or something no rule can read. ``more``: it asks for something besides.
    """

    id: str
    reads: tuple[str, ...] = ()
    any_of: bool = False
    more: bool = False
    necessary: bool = True


@dataclass(frozen=True, slots=True)
class Asks:
    """What a version of a practice asks. Empty and None mean: it does not say."""

    version: int = 0
    practice: int = 0
    owner: int = 0
    size_band: str = ""
    area_type: str = ""
    staff: float | None = None
    cost: float | None = None  # € a year, exactly
    cost_band: int | None = None
    languages: Codes = frozenset()
    themes: Codes = frozenset()
    groups: Codes = frozenset()
    phases: Codes = frozenset()
    answers: Codes = frozenset()  # its concepts and all that are broader
    countries: Codes = frozenset()
    items: tuple[Item, ...] = ()
    conditions: tuple[str, ...] = ()
    evidence: int = -1


class Around:
    """What concepts and places lie in: the books, looked at once for many practices."""

    def __init__(self) -> None:
        self.concepts, self.places = concept_book(), place_book()
        self.broader_of: dict[str, Codes] = {}
        self.country_of: dict[str, str] = {}

    def broader(self, code: str) -> Codes:
        """A concept and all that are broader."""
        if code not in self.broader_of:
            found, waiting = set[str](), [code]
            while waiting:
                one = waiting.pop()
                if one not in found:
                    found.add(one)
                    entry = self.concepts.get(one)
                    waiting += entry.broader if entry else ()
            self.broader_of[code] = frozenset(found)
        return self.broader_of[code]

    def country(self, code: str) -> str:
        """The country a place lies in, or ""."""
        if code not in self.country_of:
            entry = self.places.by_code.get(self.places.around(code)[-1])
            self.country_of[code] = entry.code if entry and entry.level == "country" else ""
        return self.country_of[code]

    def mark(self) -> int:
        """Changes when concepts or places come to lie within others."""
        concepts = tuple((code, entry.broader) for code, entry in self.concepts.by_code.items())
        places = tuple((code, entry.within) for code, entry in self.places.by_code.items())
        return hash((concepts, places))


def asks_of(version: Version) -> Asks:
    """What this version asks. No query when its practice is at hand."""
    owner = version.practice.owner_id
    return from_record(version.pk, version.practice_id, owner, version.evidence_level, version.record, Around())


def from_record(
    version: int, practice: int, owner: int, evidence: int | None, record: Mapping[str, Any], around: Around
) -> Asks:
    """What a record asks, by the fields in ``READ``."""
    concepts = {kind: frozenset(record.get(name) or ()) for kind, name in CONCEPTS.items()}
    staff = record.get("staff_fte")
    return Asks(
        version=version,
        practice=practice,
        owner=owner,
        size_band=record.get("size_band") or "",
        area_type=record.get("area_type") or "",
        staff=float(staff) if staff is not None else None,
        cost=yearly_cost(record.get("costs") or ()),
        cost_band=record.get("cost_band"),
        languages=material_languages(record.get("materials") or ()),
        themes=concepts["theme"],
        groups=concepts["target_group"],
        phases=concepts["phase"],
        answers=frozenset().union(*(around.broader(code) for codes in concepts.values() for code in codes)),
        countries=frozenset(filter(None, (around.country(code) for code in record.get("places") or ()))),
        items=tuple(item_of(entry) for entry in record.get("requirements") or ()),
        conditions=tuple(name for name in CONDITIONS if record.get(name)),
        evidence=-1 if evidence is None else evidence,
    )


def yearly_cost(costs: Sequence[Mapping[str, Any]]) -> float | None:
    """What the practice says it costs in a year, in euros; None when it names no yearly amount in euros."""
    amounts = [
        float(cost["amount"])
        for cost in costs
        if cost.get("kind") == "yearly"
        and cost.get("amount") is not None
        and cost.get("currency") in (None, "", "EUR", "€")
    ]
    return sum(amounts) if amounts else None


def material_languages(materials: Sequence[Mapping[str, Any]]) -> Codes:
    """The languages its materials are in, as codes: «fi, ar» is two."""
    found = (code.strip().lower() for item in materials for code in str(item.get("languages") or "").split(","))
    return frozenset(code for code in found if code and code.replace("-", "").isalpha() and len(code) <= 8)


def item_of(entry: Mapping[str, Any]) -> Item:
    """A requirement, read by its words in every language it is written in."""
    stored, kind = (entry.get("text") or {}).get("texts") or {}, str(entry.get("kind") or "")
    said = [(code, words) for code, rendering in stored.items() if (words := rendering.get("text", "")).strip()]
    shared = frozenset(WORDS["fi"]) if said else NOTHING
    for code, words in said:
        shared = shared and shared & named_in(words, code)
    reads = tuple(sorted(resource for resource in shared if kind in KINDS[resource]))
    return Item(
        id=str(entry.get("id") or ""),
        reads=reads,
        any_of=bool(reads) and any(_has(words, code, CHOICES) for code, words in said),
        more=bool(reads) and any(_has(words, code, ADDITIONS) for code, words in said),
        necessary=entry.get("necessary") is True,
    )


def named_in(text: str, language: str) -> Codes:
    """The resources a text plainly names; nothing when it denies something, or is in a language we cannot read."""
    lower = text.casefold()
    if not any(stem in lower for stem in STEMS.get(language, ())) or _has(text, language, DENIALS):
        return NOTHING
    words = [analyse(token[0], language).indexed for token in tokens(text)]
    return frozenset(resource for resource, names in WORDS[language].items() if any(names & terms for terms in words))


def _has(text: str, language: str, small: Mapping[str, Codes]) -> bool:
    wanted = small.get(language, frozenset())
    return any(token[0].casefold() in wanted for token in tokens(text))


# All of them at once

BATCH = 2_000

_read: dict[int, tuple[object, Asks]] = {}  # by version; beside it what the reading depended on
_reading = threading.Lock()


def asks_of_all() -> list[Asks]:
    """What every practice in use asks, the newest first. A version read once is not read again in this process."""
    return cached("what practices ask", _asks_of_all)


def _asks_of_all() -> list[Asks]:
    around = Around()
    in_use = Practice.objects.filter(status=Practice.Status.PUBLISHED).order_by("-current_id")
    # A published version never changes, but for its translations; its practice may get another owner.
    rows = in_use.values_list("current_id", "owner_id").annotate(Max("current__translation_changes__pk"))
    mark = around.mark()
    marks = {pk: (*rest, mark) for pk, *rest in rows}
    with _reading:
        new = [pk for pk, own in marks.items() if pk not in _read or _read[pk][0] != own]
        for start in range(0, len(new), BATCH):
            for asks in _fresh(new[start : start + BATCH], around):
                _read[asks.version] = (marks[asks.version], asks)
        for gone in _read.keys() - marks.keys():
            del _read[gone]
        return [_read[pk][1] for pk in marks if pk in _read]


def _fresh(versions: Sequence[int], around: Around) -> Iterator[Asks]:
    rows = Version.objects.filter(pk__in=versions).order_by()
    facts, parts = ("pk", "practice_id", "practice__owner_id", "evidence_level"), [f"record__{name}" for name in READ]
    for pk, practice, owner, evidence, *values in rows.values_list(*facts, *parts):
        yield from_record(pk, practice, owner, evidence, dict(zip(READ, values, strict=True)), around)
