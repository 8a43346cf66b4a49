"""Finding: from a question as people type it to things, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from . import analysis, storage
from .indexing import CONCEPT_MARK, concept_term
from .models import Entry
from .passages import Piece, mark, passage
from .registry import Expansion, QueryWord, expansions, sources

MOST_WORDS = 12
MOST_LETTERS = 300
OWN_LANGUAGE = 1.15  # a hit in the reader's language comes a little before its like in another


@dataclass(frozen=True, slots=True)
class Meaning:
    """A group of the question: the words typed, and the concept they mean, if any."""

    text: str
    label: str
    own: frozenset[str]
    group: storage.Group


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that answers. ``language`` is the one of the title and passage that are shown."""

    kind: str
    uuid: UUID
    language: str
    titles: dict[str, str]
    title: list[Piece]
    passage: list[Piece]
    score: float
    why: list[str]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WordFound:
    """How many things one part of a question finds by itself."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Hits:
    """An answer: how many things in all, and some of them, best first.

    ``words`` tells, where nothing answers the whole question, what its parts would find.
    """

    query: str
    language: str
    total: int = 0
    results: list[Hit] = field(default_factory=list)
    words: list[WordFound] = field(default_factory=list)


def find(
    query: str,
    lang: str,
    kinds: Sequence[str] | None = None,
    user: Any = None,
    limit: int = 10,
    offset: int = 0,
) -> Hits:
    """Things that answer every word of ``query``, in any language, best first. About four queries.

    A word is found in all its inflections; what it means (a concept) also by its other names in other
    languages. Without a ``user`` only what is public is found.
    """
    meanings = read_question(query, lang)
    only = storage.Filter(tuple(kinds) if kinds is not None else None, _seen_by(user, kinds))
    rows, total = storage.match([meaning.group for meaning in meanings], only)
    if not rows:
        return Hits(query, lang, words=_by_themselves(meanings, only))
    best = _best_of_each(rows, lang)
    return Hits(query, lang, total, _hits(best[offset : offset + limit], meanings))


def find_all(query: str, lang: str, kind: str) -> list[UUID]:
    """Every public thing of one kind that answers ``query``, best first; for lists with facets. Two queries at most.

    Only the best few thousand are ranked; the rest follow as they come.
    """
    groups, only = [meaning.group for meaning in read_question(query, lang)], storage.Filter((kind,), ())
    rows, total = storage.match(groups, only)
    best = [row.thing for row in _best_of_each(rows, lang)]
    if len(best) >= total:
        return best
    ranked = set(best)
    return [*best, *(thing for thing in storage.things(groups, only) if thing not in ranked)]


def read_question(query: str, language: str) -> list[Meaning]:
    """The question as groups that must all be answered: a concept's words together, other words one by one."""
    texts = [token[0] for token in analysis.tokens(query[:MOST_LETTERS])]
    telling = [text for text in texts if not analysis.is_stop_word(text, language)] or texts
    words = [QueryWord(text, analysis.analyse(text, language)) for text in telling[:MOST_WORDS]]
    meanings: list[Meaning] = []
    at = 0
    for start, end, found in _spans(expansions(words, language)):
        meanings += [_word(word) for word in words[at:start]]
        meanings.append(_concept(words[start:end], found))
        at = end
    return meanings + [_word(word) for word in words[at:]]


def _spans(found: Iterable[Expansion]) -> list[tuple[int, int, list[Expansion]]]:
    """Stretches of the question that mean something, the longest first where they overlap."""
    by_span: dict[tuple[int, int], list[Expansion]] = {}
    for expansion in found:
        by_span.setdefault((expansion.start, expansion.end), []).append(expansion)
    taken: set[int] = set()
    spans = []
    for (start, end), same in sorted(by_span.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
        if not taken & set(range(start, end)):
            taken |= set(range(start, end))
            spans.append((start, end, same))
    return sorted(spans, key=lambda span: span[0])


def _word(word: QueryWord) -> Meaning:
    asked = word.analysed.asked
    return Meaning(word.text, "", asked, storage.Group((storage.Alternative((asked,)),)))


def _concept(words: Sequence[QueryWord], found: Sequence[Expansion]) -> Meaning:
    """The words themselves, or the concept as a mark on things, or any of its other names."""
    alternatives = [storage.Alternative(tuple(word.analysed.asked for word in words))]
    codes = frozenset(concept_term(code) for expansion in found for code in expansion.concepts)
    if codes:
        alternatives.append(storage.Alternative((codes,)))
    for language, phrase in dict.fromkeys(pair for expansion in found for pair in expansion.phrases):
        every = tuple(
            analysis.analyse(token[0], language).own
            for token in analysis.tokens(phrase)
            if not analysis.is_stop_word(token[0], language)
        )
        if every:
            alternatives.append(storage.Alternative(every))
    own = frozenset[str]().union(*(word.analysed.asked for word in words))
    return Meaning(
        " ".join(word.text for word in words), found[0].label, own, storage.Group(tuple(dict.fromkeys(alternatives)))
    )


def _seen_by(user: Any, kinds: Sequence[str] | None) -> tuple[int, ...]:
    """Entries that are not public but that this user may see."""
    if not getattr(user, "is_authenticated", False):
        return ()
    seen: list[int] = []
    for kind, source in sources().items():
        if source.may_see and (kinds is None or kind in kinds):
            hidden = list(Entry.objects.filter(kind=kind, is_public=False).values_list("pk", "thing")[: storage.CAP])
            allowed = source.may_see(user, list({thing for _pk, thing in hidden})) if hidden else set()
            seen += [pk for pk, thing in hidden if thing in allowed]
    return tuple(seen)


def _best_of_each(rows: Sequence[storage.Row], language: str) -> list[storage.Row]:
    """One row a thing, best first: the score of its best entry, the entry in the reader's language if it has one."""
    shown: dict[tuple[str, UUID], storage.Row] = {}
    scores: dict[tuple[str, UUID], float] = {}
    weights = {kind: source.weight for kind, source in sources().items()}
    for row in rows:
        key = row.kind, row.thing
        score = row.score * weights.get(row.kind, 1) * (OWN_LANGUAGE if row.language == language else 1)
        scores[key] = max(score, scores.get(key, score))
        if key not in shown or row.language == language:
            shown[key] = row
    ordered = sorted(shown, key=lambda key: (-scores[key], shown[key].entry))
    return [storage.Row(shown[key].entry, key[0], key[1], shown[key].language, scores[key]) for key in ordered]


def _hits(rows: Sequence[storage.Row], meanings: Sequence[Meaning]) -> list[Hit]:
    entries = list(Entry.objects.filter(thing__in=[row.thing for row in rows]).defer("body"))
    titles: dict[tuple[str, UUID], dict[str, str]] = {}
    for entry in entries:
        titles.setdefault((entry.kind, entry.thing), {})[entry.language] = entry.title
    facts = {entry.pk: entry.facts for entry in entries}
    bodies = dict(Entry.objects.filter(pk__in=[row.entry for row in rows]).values_list("pk", "body"))
    terms = storage.terms_of_entries([row.entry for row in rows])
    return [
        _hit(row, titles[row.kind, row.thing], bodies[row.entry], facts[row.entry], terms[row.entry], meanings)
        for row in rows
    ]


def _hit(
    row: storage.Row,
    titles: dict[str, str],
    body: str,
    facts: dict[str, Any],
    terms: tuple[set[str], set[str], set[str]],
    meanings: Sequence[Meaning],
) -> Hit:
    for asked in (_telling_terms(meanings), _all_terms(meanings)):
        title, text = mark(titles[row.language], asked, row.language), passage(body, asked, row.language)
        if any(piece.is_hit for piece in (*title, *text)):
            break
    why = _why(meanings, terms)
    return Hit(row.kind, row.thing, row.language, titles, title, text, round(row.score, 6), why, facts)


def _all_terms(meanings: Sequence[Meaning]) -> frozenset[str]:
    """Every term of the question, but for the marks of concepts."""
    every = (terms for meaning in meanings for alternative in meaning.group.alternatives for terms in alternative.every)
    return frozenset(term for terms in every for term in terms if not term.startswith(CONCEPT_MARK))


def _telling_terms(meanings: Sequence[Meaning]) -> frozenset[str]:
    """What is marked in titles and passages: the words asked for, and one-word names of what they mean."""
    found: set[str] = set()
    for meaning in meanings:
        found |= meaning.own
        for alternative in meaning.group.alternatives:
            if len(alternative.every) == 1:
                found |= {term for term in alternative.every[0] if not term.startswith(CONCEPT_MARK)}
    return frozenset(found)


def _why(meanings: Sequence[Meaning], terms: tuple[set[str], set[str], set[str]]) -> list[str]:
    """The reasons a thing was found, one sentence a group."""
    title, concepts, body = terms
    reasons = []
    for meaning in meanings:
        typed = meaning.group.alternatives[0].every
        words = {"word": meaning.text, "concept": meaning.label}
        if all(every & title for every in typed):
            reasons.append(_("“%(word)s” is in the title") % words)
        elif _answers(meaning.group, concepts):
            reasons.append(_("Described with “%(concept)s”") % words)
        elif all(every & (title | body) for every in typed):
            reasons.append(_("“%(word)s” is in the text") % words)
        else:
            reasons.append(_("The text has another word for “%(concept)s”") % words)
    return reasons


def _answers(group: storage.Group, terms: set[str]) -> bool:
    return any(all(every & terms for every in alternative.every) for alternative in group.alternatives)


def _by_themselves(meanings: Sequence[Meaning], only: storage.Filter) -> list[WordFound]:
    """What each part of a question that found nothing would find alone."""
    if len(meanings) < 2:
        return []
    return [WordFound(meaning.text, storage.match([meaning.group], only)[1]) for meaning in meanings]
