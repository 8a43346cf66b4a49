"""Rooms register what can be found, and what words mean; search itself knows no subject."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .analysis import Analysed


@dataclass(frozen=True, slots=True)
class Document:
    """A thing in one language, as it goes into the index. ``concepts`` are codes of the house vocabulary.

    What is the same in every language (concepts, facts, facets, fresh, used, is_public) is taken from the
    first document of a thing. ``facets`` are the values lists filter by, broader ones included:
    ``{"theme": ["language-learning"], "region": ["fi:region:13"]}``. ``fresh`` (the day it was last known
    to be so) and ``used`` (independent users) only decide between things that answer as well. ``names`` are
    words one also looks for it by, though its text may not have them: of its places, of its owner.
    """

    kind: str
    uuid: UUID
    language: str
    title: str
    body: str = ""
    concepts: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    is_public: bool = True
    summary: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fresh: datetime.date | None = None
    used: int = 0
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the documents of a kind come from; ``may_see`` tells which of the non-public ones a user may find."""

    kind: str
    documents_for: Callable[[Sequence[UUID]], Iterable[Document]]
    all_uuids: Callable[[], Iterable[UUID]]
    may_see: Callable[[Any, Sequence[UUID]], set[UUID]] | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of a question: as it was typed, and taken apart."""

    text: str
    analysed: Analysed


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words ``start`` to ``end`` of the question mean a concept, which is also found by other words.

    ``phrases`` are (language, text), with ``are_base_forms`` as dictionaries give them; ``concepts`` the
    codes things may carry, the concept's own first, then narrower ones. ``is_near``: not the same meaning but one
    close by, which who asks probably wants too; it weighs less.
    """

    start: int
    end: int
    label: str
    concepts: Sequence[str] = ()
    phrases: Sequence[tuple[str, str]] = ()
    are_base_forms: bool = False
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class FacetKind:
    """A facet of the search page: its heading, and what gives the words of its values in a language."""

    name: str
    label: Any
    words: Callable[[str], Callable[[str], str]]
    order: int = 50


@dataclass(frozen=True, slots=True)
class WayOn:
    """Another question to try where one found nothing: what to ask, and why it may help."""

    query: str
    reason: str


WaysOn = Callable[[Sequence[QueryWord], Sequence[str], str], Iterable[WayOn]]
Expander = Callable[[Sequence[QueryWord], str], Iterable[Expansion]]

_sources: dict[str, Source] = {}
_expanders: list[Expander] = []
_facets: dict[str, FacetKind] = {}
_ways_on: list[WaysOn] = []


def register_source(
    kind: str,
    documents_for: Callable[[Sequence[UUID]], Iterable[Document]],
    all_uuids: Callable[[], Iterable[UUID]],
    may_see: Callable[[Any, Sequence[UUID]], set[UUID]] | None = None,
    weight: float = 1.0,
) -> None:
    """Let things of ``kind`` be found; call it in ``AppConfig.ready``. The same kind again replaces it.

    ``documents_for(uuids)`` gives one Document for each language a thing exists in, in few queries however
    many; a thing it leaves out leaves the index. Documents with ``is_public=False`` are found only by those
    for whom ``may_see(user, uuids)`` gives them back. ``weight`` under 1 puts a kind behind others that
    answer as well.
    """
    _sources[kind] = Source(kind, documents_for, all_uuids, may_see, weight)


def register_expander(expander: Expander) -> None:
    """Let ``expander(words, language)`` add meanings to the words of a question."""
    if expander not in _expanders:
        _expanders.append(expander)


def register_facet(name: str, label: Any, words: Callable[[str], Callable[[str], str]], order: int = 50) -> None:
    """Let the search page filter by a facet that documents carry; ``words(language)(value)`` names a value."""
    _facets[name] = FacetKind(name, label, words, order)


def facet_kinds() -> list[FacetKind]:
    """The registered facets in their order."""
    return sorted(_facets.values(), key=lambda facet: facet.order)


def register_ways_on(ways: WaysOn) -> None:
    """Let ``ways(words, codes, language)`` tell what else to ask where a question found nothing."""
    if ways not in _ways_on:
        _ways_on.append(ways)


def ways_on(words: Sequence[QueryWord], codes: Sequence[str], language: str) -> list[WayOn]:
    """What every room would ask instead; each question once."""
    found = {way.query.casefold(): way for ways in reversed(_ways_on) for way in ways(words, codes, language)}
    return list(found.values())


def sources() -> dict[str, Source]:
    """Every registered source by kind."""
    return dict(_sources)


def source_of(kind: str) -> Source:
    """The source of a kind. Raises LookupError when no room has registered it."""
    try:
        return _sources[kind]
    except KeyError:
        raise LookupError(f"no room has registered the kind {kind!r} with search") from None


def expansions(words: Sequence[QueryWord], language: str) -> list[Expansion]:
    """What every room has to say about the words of a question."""
    return [found for expander in _expanders for found in expander(words, language)]
