"""What a practice asks of an organisation, taken out of its record once.

A requirement on the checklist is free text. A rule may read it only when it plainly names something an
organisation says it has or lacks (``WORDS``), names it in every language it is written in, and is of a kind
that can mean it (``KINDS``: money *for* interpreting is not an interpreter). What offers a choice («or»), asks
for more («and») or denies something is read with less; all else is left for a person to tick.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import place_book
from kotokaari.search.public import analyse, tokens
from kotokaari.vocabulary.public import concept_book

Codes = frozenset[str]

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


def asks_of(version: Version) -> Asks:
    """What this version asks. No query when its practice is at hand."""
    record = {name: version.record.get(name) for name in READ}
    return from_record(version.pk, version.practice_id, version.practice.owner_id, version.evidence_level, record)


def from_record(version: int, practice: int, owner: int, evidence: int | None, record: Mapping[str, Any]) -> Asks:
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
        answers=_with_broader(concepts.values()),
        countries=frozenset(_countries(record.get("places") or ())),
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
    text, kind = TranslatedText.from_json(entry.get("text")), str(entry.get("kind") or "")
    said = [(code, rendering.text) for code, rendering in text.renderings.items() if rendering.text.strip()]
    named = [named_in(words, code) for code, words in said]
    shared = frozenset.intersection(*named) if named else frozenset()
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
    if _has(text, language, DENIALS):
        return frozenset()
    words = [analyse(token[0], language).indexed for token in tokens(text)]
    known = WORDS.get(language, {})
    return frozenset(resource for resource, names in known.items() if any(names & terms for terms in words))


def _has(text: str, language: str, small: Mapping[str, Codes]) -> bool:
    wanted = small.get(language, frozenset())
    return any(token[0].casefold() in wanted for token in tokens(text))


def _with_broader(concepts: Iterable[Codes]) -> Codes:
    book, found, waiting = concept_book(), set[str](), [code for codes in concepts for code in codes]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            entry = book.get(code)
            waiting += entry.broader if entry else ()
    return frozenset(found)


def _countries(places: Sequence[str]) -> Iterator[str]:
    book = place_book()
    for code in places:
        last = book.around(code)[-1]
        entry = book.by_code.get(last)
        if entry and entry.level == "country":
            yield last


# All of them at once

BATCH = 2_000

_read: dict[int, tuple[object, Asks]] = {}  # by version; beside it what the reading depended on
_reading = threading.Lock()


def asks_of_all() -> list[Asks]:
    """What every practice in use asks, the newest first. A version read once is not read again in this process."""
    return cached("what practices ask", _asks_of_all)


def _asks_of_all() -> list[Asks]:
    found = Version.objects.filter(current_of__status=Practice.Status.PUBLISHED)
    rows = found.order_by("-published_at", "-pk").values_list(
        "pk", "published_at", "translated_at", "practice__owner_id"
    )
    around = _surroundings()
    marks = {pk: (*rest, around) for pk, *rest in rows}
    with _reading:
        new = [pk for pk, mark in marks.items() if pk not in _read or _read[pk][0] != mark]
        for start in range(0, len(new), BATCH):
            for asks in _fresh(new[start : start + BATCH]):
                _read[asks.version] = (marks[asks.version], asks)
        for gone in _read.keys() - marks.keys():
            del _read[gone]
        return [_read[pk][1] for pk in marks if pk in _read]


def _surroundings() -> int:
    """Changes when concepts or places come to lie within others."""
    concepts = tuple((code, entry.broader) for code, entry in concept_book().by_code.items())
    places = tuple((code, entry.within) for code, entry in place_book().by_code.items())
    return hash((concepts, places))


def _fresh(versions: Sequence[int]) -> Iterator[Asks]:
    rows = Version.objects.filter(pk__in=versions).order_by()
    names = [f"record__{name}" for name in READ]
    facts = ("pk", "practice_id", "practice__owner_id", "evidence_level")
    for pk, practice, owner, evidence, *values in rows.values_list(*facts, *names):
        yield from_record(pk, practice, owner, evidence, dict(zip(READ, values, strict=True)))
