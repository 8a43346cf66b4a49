"""What the words of a question mean: concepts, with their other names in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kotokaari.foundation.dataversion import cached
from kotokaari.search.public import Expansion, QueryWord, analyse, fold, is_stop_word, tokens

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
                yield Expansion(start, end, entry.label(language), sorted(book.within(code)), list(_phrases(entry)))


def _codes(words: Sequence[QueryWord], language: str) -> Sequence[str]:
    """The concepts of this name: by base form in the reader's language, else by the very letters in another."""
    found = _names(language).get(tuple(word.analysed.base for word in words))
    if found:
        return found
    surface = tuple(fold(word.text) for word in words)
    others = (_surfaces().get((other, *surface)) for other in LANGUAGES if other != language)
    return next((codes for codes in others if codes), ())


def _phrases(entry: ConceptEntry) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if language in entry.labels:
            yield language, entry.labels[language]
        for text in entry.synonyms.get(language, ()):
            yield language, text


def _names(language: str) -> Names:
    """Names by the base forms of their words. Taken apart once after a change of data."""
    return cached(
        ("vocabulary.names", language),
        lambda: _by_key(concept_book(), [language], lambda lang, text: _bases(text, lang)),
    )


def _surfaces() -> Names:
    """Names by language and the letters of their words."""
    return cached(
        "vocabulary.surfaces",
        lambda: _by_key(
            concept_book(), LANGUAGES, lambda lang, text: (lang, *(fold(token[0]) for token in _telling(text, lang)))
        ),
    )


def _by_key(book: ConceptBook, languages: Sequence[str], key: Callable[[str, str], Key]) -> Names:
    found: dict[Key, list[str]] = {}
    for entry in book.by_code.values():
        for language, text in _phrases(entry):
            if language in languages and not entry.is_deprecated:
                codes = found.setdefault(key(language, text), [])
                if entry.code not in codes:
                    codes.append(entry.code)
    return found


def _bases(text: str, language: str) -> Key:
    return tuple(analyse(token[0], language).base for token in _telling(text, language))


def _telling(text: str, language: str) -> list:  # type: ignore[type-arg]
    """The words of a name that say something."""
    return [token for token in tokens(text) if not is_stop_word(token[0], language)]
