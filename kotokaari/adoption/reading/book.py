"""Every public adoption in memory, as lists, maps and counts need it: few facts, no texts.

A country's adoptions are some tens of thousands of small rows. They are read once after a change of
public data (``dataversion``); filtering and counting then cost nothing.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.dataversion import cached
from kotokaari.vocabulary.public import concept_book

from .. import counting
from ..models import Adoption
from .tilemap import region_of

Status = Adoption.Status
NOT_YET_NAMED = (Status.INTERESTED, Status.EXPLORING)
# The furthest first: as lists stand.
ORDER = (
    Status.MAINSTREAMED,
    Status.IN_USE,
    Status.PILOTING,
    Status.PLANNED,
    Status.EXPLORING,
    Status.INTERESTED,
    Status.STOPPED,
)
RANK = {status.value: place for place, status in enumerate(ORDER)}
FIELDS = (
    "pk",
    "practice_id",
    "practice__owner_id",
    "practice__owner__parent_id",
    "organisation_id",
    "organisation__parent_id",
    "organisation__place__code",
    "organisation__country",
    "organisation__situation__size",
    "organisation__situation__area",
    "status",
    "status_on",
    "as_described",
    "place__code",
    "is_example",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An open adoption of a public practice. ``region`` is a code, «abroad» or "" for no one region.

    ``is_own``: by the practice's owner, its parent or its unit. ``counts``: it is independent use now
    (the rule is ``counting.independent``).
    """

    pk: int
    practice: int
    organisation: int
    status: str
    status_on: datetime.date
    as_described: str
    place: str
    region: str
    size: str
    area: str
    is_own: bool
    counts: bool
    is_example: bool
    themes: frozenset[str]

    @property
    def is_at_work(self) -> bool:
        """True while it is carried out, as a trial or for good."""
        return self.status in Adoption.AT_WORK


@dataclass(frozen=True, slots=True)
class Book:
    """All of them, the furthest first and then the latest; and the themes of every practice that has any."""

    entries: Sequence[Entry]
    by_practice: Mapping[int, Sequence[Entry]]

    def of(self, practice: int) -> Sequence[Entry]:
        """The adoptions of one practice."""
        return self.by_practice.get(practice, ())


def adoption_book() -> Book:
    """Every public adoption. Three queries after a change of data, else none (one small one outside a request)."""
    return cached(("adoption.book", timezone.localdate()), _read)


def how_many_adoptions() -> int:
    """The number of public adoptions. No query while public data stands still."""
    return len(adoption_book().entries)


def users_of(entries: Iterable[Entry]) -> set[int]:
    """The independent organisations that use it now."""
    return {entry.organisation for entry in entries if entry.counts}


def practice_themes() -> dict[int, frozenset[str]]:
    """The themes of every public practice, broader ones among them, by practice. One query after a change of data."""
    return cached("adoption.themes", _read_themes)


def _read_themes() -> dict[int, frozenset[str]]:
    return _themes_of(Practice.objects.public())


def _themes_of(practices: QuerySet[Practice]) -> dict[int, frozenset[str]]:
    book = concept_book()
    through: Any = Version.concepts.through
    links = through.objects.filter(field="themes", version__current_of__in=practices)
    found: dict[int, set[str]] = defaultdict(set)
    for practice, concept in links.order_by().values_list("version__practice_id", "concept_id"):
        waiting = [entry.code] if (entry := book.by_id(concept)) else []
        while waiting:
            code = waiting.pop()
            broader = book.get(code)
            if broader and broader.kind == "theme" and code not in found[practice]:
                found[practice].add(code)
                waiting += broader.broader
    return {practice: frozenset(codes) for practice, codes in found.items()}


def _read() -> Book:
    independent = set(counting.independent().order_by().values_list("pk", flat=True))
    adopted = Adoption.objects.public().order_by().values("practice")
    themes = _themes_of(Practice.objects.filter(pk__in=adopted))  # those alone: a country has many practices
    rows = Adoption.objects.public().order_by("-status_on", "-pk").values(*FIELDS)
    regions = cache(region_of)  # for this reading only: places may change
    found = (_entry(row, independent, themes, regions) for row in rows)
    entries = sorted(found, key=lambda entry: RANK[entry.status])
    by_practice: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_practice[entry.practice].append(entry)
    return Book(entries, by_practice)


def _entry(
    row: Mapping[str, Any],
    independent: Set[int],
    themes: Mapping[int, frozenset[str]],
    regions: Callable[[str, str], str],
) -> Entry:
    place = row["place__code"] or row["organisation__place__code"] or ""
    owner, organisation = row["practice__owner_id"], row["organisation_id"]
    return Entry(
        pk=row["pk"],
        practice=row["practice_id"],
        organisation=organisation,
        status=row["status"],
        status_on=row["status_on"],
        as_described=row["as_described"],
        place=place,
        region=regions(place, row["organisation__country"]),
        size=row["organisation__situation__size"] or "",
        area=row["organisation__situation__area"] or "",
        is_own=owner == organisation
        or row["organisation__parent_id"] == owner
        or row["practice__owner__parent_id"] == organisation,
        counts=row["pk"] in independent,
        is_example=row["is_example"],
        themes=themes.get(row["practice_id"], frozenset()),
    )
