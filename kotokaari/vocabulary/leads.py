"""From what people say to what they probably look for: *mummo* leads to older people, *starting a firm* to enterprise.

Not the same meaning, but one close by: it weighs less in a search. The lists are files of our own in ``data/leads``: the
words in three languages as in ``everyday``, then ``>`` and the Finnish names of what they lead to, each a concept of
the vocabulary or a word of the everyday lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kotokaari.search.public import Expansion, QueryWord, analyse, is_stop_word, tokens

from . import everyday
from .book import concept_book
from .meanings import codes_named, phrases_of

FOLDER = Path(__file__).parent / "data" / "leads"
LONGEST = 4
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Words by language, and the Finnish names they lead to."""

    words: Mapping[str, tuple[str, ...]]
    targets: tuple[str, ...]


def expansions(words: Sequence[QueryWord], language: str) -> Iterator[Expansion]:
    """What each stretch of the question leads to, in the reader's language only."""
    known = leads(language)
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            for lead in _leads_of(words[start:end], known):
                for target in lead.targets:
                    yield from _to(start, end, target, lead.words[language][0])


def _leads_of(stretch: Sequence[QueryWord], known: Mapping[Key, Sequence[Lead]]) -> Sequence[Lead]:
    if len(stretch) > 1:
        return known.get(tuple(word.analysed.base for word in stretch), ())
    word = stretch[0].analysed
    keys = dict.fromkeys((word.base, *sorted(word.own)))
    return next((known[key,] for key in keys if (key,) in known), ())


def _to(start: int, end: int, target: str, label: str) -> Iterator[Expansion]:
    """The concept of this Finnish name, else the everyday lines that have it."""
    book = concept_book()
    codes = codes_named(target, "fi")
    for code in codes:
        phrases = list(phrases_of(book.by_code[code]))
        yield Expansion(start, end, label, sorted(book.within(code)), phrases, is_near=True)
    if not codes:
        for line in everyday.names("fi").get(_bases(target, "fi"), ()):
            pairs = [(language, text) for language, texts in line.items() for text in texts]
            yield Expansion(start, end, label, [], pairs, are_base_forms=True, is_near=True)


@lru_cache(maxsize=len(everyday.COLUMNS))
def leads(language: str) -> Mapping[Key, Sequence[Lead]]:
    """Leads by the base forms of their words in a language. Raises ValueError for a line that is not whole."""
    found: dict[Key, list[Lead]] = {}
    for lead in _all():
        for text in lead.words[language]:
            if key := _bases(text, language):
                found.setdefault(key, []).append(lead)
    return found


@lru_cache(maxsize=1)
def _all() -> Sequence[Lead]:
    return [lead for file in sorted(FOLDER.glob("*.txt")) for lead in _read(file)]


def _read(file: Path) -> Iterator[Lead]:
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        said, _arrow, led = text.partition(">")
        columns = [tuple(word.strip() for word in column.split(",") if word.strip()) for column in said.split("|")]
        targets = tuple(word.strip() for word in led.split(",") if word.strip())
        if len(columns) != len(everyday.COLUMNS) or not any(columns) or not targets:
            raise ValueError(f"{file.name}, line {number}: Finnish | Swedish | English > what they lead to.")
        yield Lead(dict(zip(everyday.COLUMNS, columns, strict=True)), targets)


def _bases(text: str, language: str) -> Key:
    return tuple(analyse(token[0], language).base for token in tokens(text) if not is_stop_word(token[0], language))
