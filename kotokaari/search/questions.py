"""From a question as people type it to what is looked for, word by word and meaning by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from . import analysis
from .analysis import OFTEN_MARK, PART_MARK
from .indexing import concept_term
from .registry import Expansion, QueryWord, expansions
from .shelf import Shelf
from .storage import Asked, Terms

MOST_WORDS = 12
MOST_LETTERS = 300

# What a word weighs by where it stands, and by how it got there. Chosen on the judged set of
# bench/judged: its own word in the title first, then a name of the same concept, then the concept
# among the thing's keywords, then summary, then text.
TITLE, SUMMARY, BODY, OFTEN = 8.0, 4.0, 0.4, 1.0
OWN, OTHER_NAME, PART, PIECES = 1.0, 0.9, 0.6, 0.55
CONCEPT, NARROWER = 5.0, 3.5
NEAR_NAME, NEAR_CONCEPT = 0.3, 1.5  # of a meaning close by

Level = tuple[float, Asked]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A part of the question that counts as one: a word, or the words of a concept.

    ``levels`` are (weight, question to the index); a thing counts with its best. ``pieces`` are the
    parts of a compound, which may also stand apart. ``near`` are levels of meanings close by: a thing that has only
    them answers in part. ``own`` are the terms typed, ``others`` those of other names, for marking them in the text.
    """

    text: str
    label: str
    levels: tuple[Level, ...]
    own: Terms
    others: Terms = frozenset()
    pieces: tuple[Meaning, ...] = ()
    near: tuple[Level, ...] = ()
    corrected_from: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart."""

    text: str
    language: str
    meanings: Sequence[Meaning]
    corrections: Mapping[str, str] = field(default_factory=dict)


def words_of(text: str, language: str) -> list[QueryWord]:
    """The telling words of a question, each taken apart; at most MOST_WORDS."""
    texts = [token[0] for token in analysis.tokens(text[:MOST_LETTERS])]
    telling = [word for word in texts if not analysis.is_stop_word(word, language)] or texts
    return [QueryWord(word, analysis.analyse(word, language)) for word in dict.fromkeys(telling[:MOST_WORDS])]


def read_question(text: str, language: str) -> Question:
    """The question as meanings: a concept's words together, other words one by one."""
    return Question(text, language, meanings_of(words_of(text, language), language))


def meanings_of(words: Sequence[QueryWord], language: str) -> list[Meaning]:
    """Words as meanings, in their order."""
    found = list(expansions(words, language))
    near = [one for one in found if one.is_near]
    meanings: list[tuple[int, int, Meaning]] = []
    at = 0
    for start, end, same in _spans(one for one in found if not one.is_near):
        meanings += [(number, number + 1, _word(words[number], language)) for number in range(at, start)]
        meanings.append((start, end, _concept(words[start:end], same, language)))
        at = end
    meanings += [(number, number + 1, _word(words[number], language)) for number in range(at, len(words))]
    return [
        _with_near(meaning, [n for n in near if n.start < end and start < n.end]) for start, end, meaning in meanings
    ]


def _with_near(meaning: Meaning, near: Sequence[Expansion]) -> Meaning:
    """The meaning with what is close by: concepts among a thing's keywords, and names."""
    if not near:
        return meaning
    codes = frozenset(concept_term(code) for one in near for code in one.concepts)
    levels = [(NEAR_CONCEPT, Asked("concepts", (codes,)))] if codes else []
    return replace(meaning, near=(*levels, *_phrase_levels(_names_of(near), NEAR_NAME)))


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


def _word(word: QueryWord, language: str) -> Meaning:
    """A word no vocabulary knows: itself, inside compounds, and, if it is a compound, its parts apart."""
    asked = word.analysed.asked
    return Meaning(word.text, "", _own_levels(asked, OWN), asked, pieces=_pieces(word, language))


def _pieces(word: QueryWord, language: str) -> tuple[Meaning, ...]:
    """The parts of a compound as meanings; none when it is no compound."""
    if len(word.analysed.pieces) < 2:
        return ()
    parts = [QueryWord(piece, analysis.analyse(piece, language)) for piece in word.analysed.pieces]
    return tuple(replace(meaning, pieces=(), near=()) for meaning in meanings_of(parts, language))


def _own_levels(asked: Terms, share: float) -> tuple[Level, ...]:
    every, inside = (asked,), (frozenset(PART_MARK + term for term in asked),)
    often = (frozenset(OFTEN_MARK + term for term in asked),)
    return (
        (TITLE * share, Asked("title", every)),
        (TITLE * PART * share, Asked("title", inside)),
        (SUMMARY * share, Asked("summary", every)),
        (SUMMARY * PART * share, Asked("summary", inside)),
        (OFTEN * share, Asked("body", often)),
        (BODY * share, Asked("body", every)),
        (BODY * PART * share, Asked("body", inside)),
    )


def _concept(words: Sequence[QueryWord], found: Sequence[Expansion], language: str) -> Meaning:
    """The words themselves, or the concept among a thing's keywords, or any of its other names."""
    own = frozenset[str]().union(*(word.analysed.asked for word in words))
    typed = tuple(word.analysed.asked for word in words)
    levels: list[Level] = list(_phrase_levels([typed], OWN))
    if len(words) == 1:
        levels += _own_levels(own, OWN)[1:]
    exact = frozenset(concept_term(expansion.concepts[0]) for expansion in found if expansion.concepts)
    within = frozenset(concept_term(code) for expansion in found for code in expansion.concepts) - exact
    if exact:
        levels.append((CONCEPT, Asked("concepts", (exact,))))
    if within:
        levels.append((NARROWER, Asked("concepts", (within,))))
    names = _names_of(found)
    levels += _phrase_levels(names, OTHER_NAME)
    others = frozenset(term for every in names if len(every) == 1 for term in every[0])
    codes = tuple(dict.fromkeys(code for expansion in found for code in expansion.concepts[:1]))
    if len(words) == 1:
        pieces = _pieces(words[0], language)
    else:
        pieces = tuple(replace(one, pieces=(), near=()) for word in words for one in meanings_of([word], language))
    return Meaning(
        " ".join(word.text for word in words), found[0].label, tuple(levels), own, others, pieces, codes=codes
    )


def _names_of(found: Sequence[Expansion]) -> list[tuple[Terms, ...]]:
    """Other names as terms, each once."""
    phrases = dict.fromkeys((*pair, one.are_base_forms) for one in found for pair in one.phrases)
    return list(dict.fromkeys(every for phrase in phrases if (every := _name(*phrase))))


def _name(language: str, phrase: str, is_base_form: bool) -> tuple[Terms, ...]:
    """The terms of each telling word of a name.

    A base form stands for itself only (*far* is no form of *fara*), but in English for its stem too (*coding*, *code*).
    """
    words = [token[0] for token in analysis.tokens(phrase) if not analysis.is_stop_word(token[0], language)]
    if is_base_form and language != "en":
        return tuple(frozenset({analysis.analyse(word, language).surface}) for word in words)
    return tuple(analysis.analyse(word, language).own for word in words)


def _phrase_levels(names: Sequence[tuple[Terms, ...]], share: float) -> list[Level]:
    """Names of one word together, those of several each by itself; compounds with the word in them count as it."""
    single = frozenset(term for every in names if len(every) == 1 for term in every[0])
    asked: list[tuple[Terms, ...]] = [(_inside_too(single),)] if single else []
    asked += [tuple(_inside_too(terms) for terms in every) for every in names if len(every) > 1]
    return [
        (weight * share, Asked(column, every))
        for every in asked
        for column, weight in (("title", TITLE), ("summary", SUMMARY), ("body", BODY))
    ]


def _inside_too(terms: Terms) -> Terms:
    return terms | {PART_MARK + term for term in terms}


def all_questions(meanings: Iterable[Meaning]) -> list[Asked]:
    """Everything the index must be asked for these meanings."""
    found: list[Asked] = []
    for meaning in meanings:
        found += [asked for _weight, asked in (*meaning.levels, *meaning.near)]
        found += all_questions(meaning.pieces)
    return found


def sets_of(meanings: Sequence[Meaning], shelf: Shelf) -> dict[Asked, int]:
    """The sets of all meanings. One query at most."""
    return shelf.with_terms(all_questions(meanings))
