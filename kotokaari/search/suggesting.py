"""What a person who types may mean: names of things that begin so, words that go on so, and a slip mended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from . import analysis
from .models import Wording
from .spelling import lexicon, nearest_word, sorted_words

MOST = 8
MOST_LETTERS = 80
FEWEST_LETTERS = 2
LOOKED_AT = 24
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask, and the kind of the thing that has this name ("" for mere words)."""

    text: str
    kind: str = ""


def suggest(typed: str, language: str) -> list[Suggestion]:
    """At most MOST questions that begin as ``typed`` does, best first: names first, then words. One query or two."""
    text = " ".join(typed[:MOST_LETTERS].split())
    folded = analysis.fold(text)
    if len(folded) < FEWEST_LETTERS:
        return []
    found = [Suggestion(title, kind) for title, kind in _names(folded, language)]
    found += [Suggestion(words) for words in _completed(text, language)]
    if len(found) < 2:
        found += [Suggestion(words) for words in _mended(text, language)]
    unique = {analysis.fold(one.text): one for one in reversed(found)}
    return [one for one in reversed(unique.values()) if one.text][:MOST]


# In the order of the index for LIKE: in any other order PostgreSQL would read through all titles for a rare beginning.
BEGINNING = """
SELECT wording.title, entry.kind, wording.language, wording.folded
FROM search_wording wording JOIN search_entry entry ON entry.id = wording.entry_id
WHERE wording.folded ~>=~ %s AND wording.folded ~<~ %s AND entry.is_public
ORDER BY wording.folded USING ~<~ LIMIT %s
"""


def _beginning(folded: str) -> list[tuple[str, str, str, str]]:
    """The first titles in the alphabet that begin so: (title, kind, language, folded), by the database's own index."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(BEGINNING, [folded, folded + LAST, LOOKED_AT])
            return cursor.fetchall()
    rows = Wording.objects.filter(folded__gte=folded, folded__lt=folded + LAST, entry__is_public=True)
    return list(rows.order_by("folded").values_list("title", "entry__kind", "language", "folded")[:LOOKED_AT])


def _names(folded: str, language: str) -> list[tuple[str, str]]:
    seen = _beginning(folded)
    seen.sort(key=lambda row: (row[2] != language, row[1] != "concept", len(row[3])))
    return [(title, kind) for title, kind, _language, _folded in seen[: MOST - 2]]


def _completed(text: str, language: str) -> Iterator[str]:
    """The text with its last word gone on with, as texts have it."""
    start, _space, last = text.rpartition(" ")
    word = last.casefold()
    if len(word) < 3:
        return
    words = sorted_words(language)
    at = bisect_left(words, word)
    going_on = [one for one in words[at : at + LOOKED_AT] if one.startswith(word) and one != word]
    for one in sorted(going_on, key=lambda one: (len(one), one))[:4]:
        yield f"{start} {one}".strip()


def _mended(text: str, language: str) -> Iterator[str]:
    start, _space, last = text.rpartition(" ")
    if last.casefold() not in lexicon().texts and (nearest := nearest_word(last, language)):
        yield f"{start} {nearest}".strip()
