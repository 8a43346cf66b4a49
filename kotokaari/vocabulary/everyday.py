"""Everyday words in three languages: what people say and no vocabulary lists.

They only help to find: a question in one language also finds texts in the others. The lists are files of
our own in ``data/everyday``; concepts of the vocabulary come before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kotokaari.search.public import Expansion, QueryWord, analyse, is_stop_word, tokens

FOLDER = Path(__file__).parent / "data" / "everyday"
COLUMNS = ("fi", "sv", "en")
LONGEST = 3
Key = tuple[str, ...]
Line = Mapping[str, tuple[str, ...]]  # the words for one meaning, by language


def expansions(words: Sequence[QueryWord], language: str) -> Iterator[Expansion]:
    """Each stretch of the question that is an everyday word: in the reader's language, else in another."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            stretch = words[start:end]
            for spoken in (language, *(other for other in COLUMNS if other != language)):
                lines = _lines_of(stretch, spoken, language)
                for line in lines:
                    phrases = [(other, text) for other, texts in line.items() for text in texts]
                    yield Expansion(start, end, line[language][0], [], phrases, are_base_forms=True)
                if lines:
                    break


def _lines_of(stretch: Sequence[QueryWord], spoken: str, language: str) -> Sequence[Line]:
    """The meanings a stretch has in a language; one word by any of its base forms."""
    taken_apart = [word.analysed if spoken == language else analyse(word.text, spoken) for word in stretch]
    known = names(spoken)
    if len(stretch) > 1:
        return known.get(tuple(word.base for word in taken_apart), ())
    word = taken_apart[0]
    keys = dict.fromkeys((word.base, *sorted(word.own)))
    return next((known[key,] for key in keys if (key,) in known), ())


@lru_cache(maxsize=1)
def lines() -> Sequence[Line]:
    """The meanings of all files. Raises ValueError for a line without three languages."""
    return [line for file in sorted(FOLDER.glob("*.txt")) for line in _read(file)]


def _read(file: Path) -> Iterator[Line]:
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        columns = [tuple(word.strip() for word in column.split(",") if word.strip()) for column in text.split("|")]
        if len(columns) != len(COLUMNS) or not all(columns):
            raise ValueError(f"{file.name}, line {number}: three languages are wanted, Finnish | Swedish | English.")
        yield dict(zip(COLUMNS, columns, strict=True))


@lru_cache(maxsize=len(COLUMNS))
def names(language: str) -> Mapping[Key, Sequence[Line]]:
    """Meanings by the base forms of their words in a language."""
    found: dict[Key, list[Line]] = {}
    for line in lines():
        for text in line[language]:
            words = [analyse(token[0], language) for token in tokens(text) if not is_stop_word(token[0], language)]
            keys = {tuple(word.base for word in words)}
            if len(words) == 1:
                keys.add((words[0].surface,))  # a base form is one whatever else it may be a form of
            for key in keys:
                if key and line not in found.setdefault(key, []):
                    found[key].append(line)
    return found
