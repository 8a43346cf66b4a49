"""The few words of a text that answer a question, with the answering words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from .analysis import analyse, tokens

LENGTH = 220
MOST_WORDS = 4_000
SENTENCE_END = re.compile(r"[.!?]\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``is_hit`` when it is an answering word."""

    text: str
    is_hit: bool = False


def passage(text: str, terms: Iterable[str], language: str, length: int = LENGTH) -> list[Piece]:
    """About ``length`` characters where most of ``terms`` stand, else the beginning of the text."""
    hits = _hits(text, frozenset(terms), language)
    start, end = _window(text, hits, length)
    pieces = marked(text[start:end], [(a - start, b - start) for a, b in hits if start <= a and b <= end])
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return pieces


def mark(text: str, terms: Iterable[str], language: str) -> list[Piece]:
    """The whole text with the answering words marked."""
    return marked(text, _hits(text, frozenset(terms), language))


def marked(text: str, hits: list[tuple[int, int]]) -> list[Piece]:
    """The text cut into pieces at the places of the answering words."""
    pieces: list[Piece] = []
    at = 0
    for start, end in hits:
        pieces += [Piece(text[at:start]), Piece(text[start:end], True)]
        at = end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]


def _hits(text: str, terms: frozenset[str], language: str) -> list[tuple[int, int]]:
    """Places of the words that are found by ``terms``. Only words that look alike are taken apart."""
    places = [found.start() for found in _alike(terms).finditer(text)]  # no beginning reaches over two words
    hits, at = [], 0
    for token in islice(tokens(text), MOST_WORDS):
        at = bisect_left(places, token.start(), at)
        if at == len(places):
            break
        if places[at] < token.end() and not terms.isdisjoint(analyse(token[0], language).indexed):
            hits.append(token.span())
    return hits


@lru_cache(maxsize=64)
def _alike(terms: frozenset[str]) -> re.Pattern[str]:
    """Finds words that may be one of ``terms`` in some form: they share the first letters."""
    beginnings = {term[: min(3, max(2, len(term) - 1))] for term in terms if term}
    return re.compile("|".join(re.escape(one) for one in sorted(beginnings)) or "(?!)", re.IGNORECASE)


def _window(text: str, hits: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where the passage begins and ends: at the beginning of a sentence where one is near."""
    if not hits or len(text) <= length:
        return _cut(text, 0, length)
    best = max(hits, key=lambda hit: (sum(hit[0] <= a < hit[0] + length for a, _b in hits), -hit[0]))
    earliest = max(0, best[0] - length // 2)
    starts = [found.end() for found in SENTENCE_END.finditer(text, earliest, best[0] + 1) if found.end() <= best[0]]
    if starts:
        start = starts[0]
    elif earliest == 0:
        start = 0
    else:
        start = text.find(" ", earliest, best[0]) + 1 or best[0]
    return _cut(text, start, length)


def _cut(text: str, start: int, length: int) -> tuple[int, int]:
    """The stretch from ``start``, ended between two words."""
    end = start + length
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start + length // 2, end)
    return start, space if space > 0 else end
