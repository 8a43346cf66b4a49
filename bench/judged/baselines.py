"""What plain full text search finds in the same texts, to compare with: SQLite's FTS5, and FTS5 over Snowball's stems.

Each practice is a row in every language it can be read in. A row answers when it has any word of the query
(OR), the best by BM25 come first, and a practice stands where its best row does.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

import snowballstemmer

from kotokaari.search.public import Document

LIMIT = 10
SNOWBALL = {"fi": "finnish", "sv": "swedish", "en": "english"}
WORD = re.compile(r"\w+")
Prepare = Callable[[str, str], list[str]]


def plain(text: str, _language: str) -> list[str]:
    """The words as they are written; FTS5's unicode61 folds letters and takes accents away."""
    return [word.casefold() for word in WORD.findall(text)]


def stems(text: str, language: str) -> list[str]:
    """The words as the language's Snowball stemmer cuts them."""
    return snowballstemmer.stemmer(SNOWBALL[language]).stemWords(plain(text, language))


class Baseline:
    """Texts in an FTS5 table in memory."""

    def __init__(self, documents: Iterable[Document], names: Mapping[UUID, str], prepare: Prepare) -> None:
        self.prepare = prepare
        self.table = sqlite3.connect(":memory:")
        self.table.execute("CREATE VIRTUAL TABLE texts USING fts5(name UNINDEXED, words, tokenize='unicode61')")
        rows = [(names[one.uuid], " ".join(prepare(_text(one), one.language))) for one in documents]
        self.table.executemany("INSERT INTO texts VALUES (?, ?)", rows)

    def find(self, query: str, language: str) -> list[str]:
        """The names of the ten best practices, best first."""
        words = " OR ".join(f'"{word}"' for word in self.prepare(query, language))
        ordered = self.table.execute("SELECT name FROM texts WHERE texts MATCH ? ORDER BY bm25(texts)", [words])
        return list(dict.fromkeys(name for (name,) in ordered))[:LIMIT]


def _text(document: Document) -> str:
    return f"{document.title}\n{document.summary}\n{document.body}"
