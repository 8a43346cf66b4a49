"""Words as people mistype them: the nearest word that some text has.

Candidates are made by one deletion, exchange of neighbours, replacement or insertion (Damerau 1964;
generating them as in Norvig 2007) of the word and of its stem, and by reading a, o for å, ä, ö; those that
some text has are kept. A word is corrected only when nothing has it as it was typed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from kotokaari.foundation.dataversion import data_version

from . import analysis, ranking
from .models import Word
from .questions import Question, meanings_of
from .registry import QueryWord
from .shelf import Shelf
from .words import LANGUAGES, dictionary

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
SHORTEST, LONG = 4, 8
BARE = str.maketrans("åäö", "aao")


@dataclass(slots=True)
class Lexicon:
    """Every word of the indexed texts, by its stem, and without the dots of å, ä and ö."""

    newest: int = 0
    version: int = -1
    texts: set[str] = field(default_factory=set)
    by_language: dict[str, list[str]] = field(default_factory=dict)
    by_stem: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    by_bare: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


_sorted: dict[str, tuple[int, list[str]]] = {}
_lexicon = Lexicon()
_lock = threading.Lock()


def lexicon() -> Lexicon:
    """The words of today; new ones are added to what is in memory. No query while data stays as it is."""
    number = data_version()
    with _lock:
        if number and number == _lexicon.version:
            return _lexicon
        newest = Word.objects.aggregate(newest=Max("pk"))["newest"] or 0
        if newest < _lexicon.newest:
            _lexicon.newest, _lexicon.texts, _lexicon.by_language = 0, set(), {}
            _lexicon.by_stem, _lexicon.by_bare = {}, {}
        rows = Word.objects.filter(pk__gt=_lexicon.newest).order_by("pk").values_list("text", "language")
        for text, language in rows.iterator(chunk_size=5000):
            _lexicon.texts.add(text)
            _lexicon.by_language.setdefault(language, []).append(text)
            stem = analysis.fold(analysis.stem(text, language)) if language in LANGUAGES else text
            for table, key in ((_lexicon.by_stem, stem), (_lexicon.by_bare, stem.translate(BARE))):
                known = table.setdefault(key, [])
                if len(known) < 6:
                    known.append((text, language))
        _lexicon.newest, _lexicon.version = newest, number
        return _lexicon


def sorted_words(language: str) -> list[str]:
    """The words of a language's texts in the order of their letters."""
    known = lexicon()
    number, words = _sorted.get(language, (-1, []))
    if number != known.newest:
        words = sorted(known.by_language.get(language, ()))
        _sorted[language] = (known.newest, words)
    return words


def correct(
    question: Question, found: list[ranking.Reached], shelf: Shelf, visible: int, among: int = -1
) -> tuple[Question, list[ranking.Reached]]:
    """The question with its unknown words replaced by the nearest known ones, and what it finds then."""
    lost = [one.meaning.text for one in found if _is_strange(one, question.language)]
    if not lost:
        return question, found
    corrections: dict[str, str] = {}
    for text in lost:
        if nearest := nearest_word(text, question.language):
            corrections[text] = nearest
    if not corrections:
        return question, found
    words = []
    for meaning in question.meanings:
        for token in analysis.tokens(meaning.text):
            word = corrections.get(token[0], token[0])
            words.append(QueryWord(word, analysis.analyse(word, question.language)))
    corrected = Question(question.text, question.language, meanings_of(words, question.language), corrections)
    again = ranking.reach(corrected.meanings, shelf, visible, among)
    before = sum(1 for one in found if one.any)
    if sum(1 for one in again if one.any) < before:
        return question, found
    return corrected, again


def _is_strange(one: ranking.Reached, language: str) -> bool:
    """True for a word that nothing has, or that few have by its stem only and that no list knows."""
    meaning = one.meaning
    if " " in meaning.text or meaning.label:
        return False
    if not one.any:
        return True
    word = meaning.text.casefold()
    return word not in lexicon().texts and not any(dictionary(spoken).get(word) for spoken in LANGUAGES)


def nearest_word(text: str, language: str) -> str:
    """The nearest word some text has, in the reader's language if there is one; "" when none is near."""
    word = text.casefold()
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    known = lexicon()
    for candidates in _nearer_and_nearer(word, language, known):
        best = sorted(candidates, key=lambda one: (one[1] != language, abs(len(one[0]) - len(word)), one[0]))
        if best:
            return best[0][0]
    return _known_form(word, language, known)


def _known_form(word: str, language: str, known: Lexicon) -> str:
    """A form one slip away that the word list has, of a word that some text has in another form."""
    if language not in LANGUAGES:
        return ""
    listed = dictionary(language)
    for edit in _edits(word):
        base = listed.get(edit)
        if base and known.by_stem.get(analysis.fold(analysis.stem(base, language))):
            return edit
    return ""


def _nearer_and_nearer(word: str, language: str, known: Lexicon) -> Iterator[list[tuple[str, str]]]:
    languages = (language, *(other for other in LANGUAGES if other != language))
    stems = list(dict.fromkeys(analysis.fold(analysis.stem(word, spoken)) for spoken in languages))
    yield [one for stem in stems for one in known.by_bare.get(stem.translate(BARE), ())]
    yield [one for edit in _edits(analysis.fold(word)) for one in known.by_stem.get(edit, ())]
    yield [
        one for stem in stems if len(stem) >= SHORTEST for edit in _edits(stem) for one in known.by_stem.get(edit, ())
    ]
    yield [
        one
        for stem in stems
        if len(stem) >= LONG
        for edit in _edits(stem)
        for short in (edit[:-1], edit[:-2])
        for one in known.by_stem.get(short, ())
    ]
    yield [
        one
        for stem in stems
        if len(stem) > SHORTEST
        for edit in _edits(stem.translate(BARE))
        for one in known.by_bare.get(edit, ())
    ]


def _edits(word: str) -> Iterator[str]:
    """Everything one slip away."""
    for at in range(len(word) + 1):
        start, rest = word[:at], word[at:]
        if rest:
            yield start + rest[1:]
        if len(rest) > 1:
            yield start + rest[1] + rest[0] + rest[2:]
        for letter in ALPHABET:
            if rest and letter != rest[0]:
                yield start + letter + rest[1:]
            yield start + letter + rest
