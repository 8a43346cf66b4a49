"""The house vocabulary as a list: filtered, ordered and cut into letters in memory."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .book import ConceptBook, ConceptEntry

# å, ä and ö are letters of their own at the end of the alphabet.
LAST = {"å": "{", "ä": "|", "ö": "}"}


@dataclass(frozen=True, slots=True)
class Row:
    """A concept on the list, under one of its words. ``via`` is the synonym that was looked for, if it was one."""

    entry: ConceptEntry
    word: str
    via: str
    others: Sequence[tuple[str, str]]


def sort_key(text: str) -> str:
    """Orders words as Finnish and Swedish readers expect."""
    return "".join(LAST.get(letter) or unicodedata.normalize("NFD", letter)[0] for letter in text.casefold())


def first_letter(word: str) -> str:
    """The letter a word stands under: A–Ö, or # for anything else."""
    letter = word[:1].casefold()
    if letter in LAST:
        return letter.upper()
    bare = unicodedata.normalize("NFD", letter)[:1].upper()
    return bare if bare.isascii() and bare.isalpha() else "#"


def rows_of(book: ConceptBook, *, language: str, words: str = "", kind: str = "", letter: str = "") -> list[Row]:
    """Concepts in use by alphabet in a language. With ``words`` synonyms count too, in every language."""
    wanted = words.strip().casefold()
    rows = [
        row
        for entry in book.by_code.values()
        if not entry.is_deprecated and (not kind or entry.kind == kind)
        for row in _matching(entry, language, wanted)
        if not letter or first_letter(row.word) == letter
    ]
    return sorted(rows, key=lambda row: (not row.word.casefold().startswith(wanted), sort_key(row.word)))


def _matching(entry: ConceptEntry, language: str, wanted: str) -> Iterable[Row]:
    own = entry.label(language)
    others = [(code, entry.labels[code]) for code in ("fi", "sv", "en") if code != language and code in entry.labels]
    if not wanted or wanted in own.casefold():
        yield Row(entry, own, "", others)
        return
    for code in (language, *(code for code in ("fi", "sv", "en") if code != language)):
        words = [entry.labels.get(code, ""), *entry.synonyms.get(code, ()), *entry.hidden.get(code, ())]
        found = next((word for word in words if wanted in word.casefold()), "")
        if found:
            yield Row(entry, own, found, others)
            return


def letters_of(rows: Iterable[Row]) -> list[str]:
    """The letters that words of the list stand under, in order."""
    return sorted({first_letter(row.word) for row in rows}, key=sort_key)
