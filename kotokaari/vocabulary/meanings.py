"""What the words of a question mean: concepts, with their other names in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kotokaari.foundation.dataversion import cached
from kotokaari.search.public import Expansion, QueryWord, analyse, is_stop_word, tokens

from .book import ConceptBook, ConceptEntry, concept_book
from .records import LANGUAGES

LONGEST = 6
Key = tuple[str, ...]
Names = Mapping[Key, Sequence[str]]


def expansions(words: Sequence[QueryWord], language: str) -> Iterator[Expansion]:
    """Each stretch of the question that is a name of a concept: in the reader's language, else in another."""
    book = concept_book()
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            for code in _codes(words[start:end], language):
                entry = book.by_code[code]
                yield Expansion(start, end, entry.label(language), sorted(book.within(code)), list(phrases_of(entry)))


def _codes(words: Sequence[QueryWord], language: str) -> Sequence[str]:
    """The concepts of this name, whatever its inflection: in the reader's language, else in another."""
    for spoken in (language, *(other for other in LANGUAGES if other != language)):
        bases = tuple(word.analysed.base if spoken == language else analyse(word.text, spoken).base for word in words)
        found = _names(spoken).get(bases)
        if found:
            return found
    return ()


def codes_named(name: str, language: str) -> Sequence[str]:
    """The concepts of this name in a language, whatever its inflection."""
    return _names(language).get(_bases(name, language), ())


def phrases_of(entry: ConceptEntry) -> Iterator[tuple[str, str]]:
    """Its names as (language, text), the preferred one of each language first."""
    for language in LANGUAGES:
        if language in entry.labels:
            yield language, entry.labels[language]
        for text in (*entry.synonyms.get(language, ()), *entry.hidden.get(language, ())):
            yield language, text


def _names(language: str) -> Names:
    """Names by the base forms of their words. Taken apart once after a change of data."""
    return cached(("vocabulary.names", language), lambda: _read_names(concept_book(), language))


def _read_names(book: ConceptBook, language: str) -> Names:
    found: dict[Key, list[str]] = {}
    for entry in book.by_code.values():
        for spoken, text in phrases_of(entry):
            if spoken == language and not entry.is_deprecated:
                codes = found.setdefault(_bases(text, language), [])
                if entry.code not in codes:
                    codes.append(entry.code)
    return found


def _bases(text: str, language: str) -> Key:
    return tuple(analyse(token[0], language).base for token in _telling(text, language))


def _telling(text: str, language: str) -> list[re.Match[str]]:
    """The words of a name that say something."""
    return [token for token in tokens(text) if not is_stop_word(token[0], language)]
