"""The table of terms: FTS5 on SQLite, tsvector with GIN on PostgreSQL. The terms are the same on both.

A row is a thing, under the number of its ``Entry``. Both databases write inside the transaction that is
open. They are asked one thing only: which rows have these terms in this column. All else (what must
come together, what counts how much) is worked out from the sets they give (``shelf``, ``ranking``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

COLUMNS = ("title", "summary", "concepts", "body")
Terms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of a thing, by where they stand."""

    title: Sequence[str]
    summary: Sequence[str]
    concepts: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that have, in one column, at least one term of each of these sets."""

    column: str
    every: tuple[Terms, ...]


def put(rows: Iterable[tuple[int, Words]], new: bool = False) -> None:
    """Write the terms of things, in place of what is there; ``new`` when nothing is."""
    items = list(rows)
    if not new:
        drop([entry for entry, _words in items])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy("COPY search_words (entry_id, title, summary, concepts, body) FROM STDIN") as copy:
                for entry, words in items:
                    copy.write_row((entry, *(_vector(terms) for terms in _columns(words))))
        else:
            cursor.executemany(
                "INSERT INTO search_words (rowid, title, summary, concepts, body) VALUES (%s, %s, %s, %s, %s)",
                [(entry, *(" ".join(dict.fromkeys(terms)) for terms in _columns(words))) for entry, words in items],
            )


def _columns(words: Words) -> tuple[Sequence[str], ...]:
    return words.title, words.summary, words.concepts, words.body


def drop(entries: Sequence[int]) -> None:
    """Forget the terms of these things."""
    column = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM search_words WHERE {column} = %s", [(entry,) for entry in entries])  # noqa: S608


def rows_of(questions: Sequence[Asked], among: Sequence[int] | None = None) -> list[list[int]]:
    """The rows that answer each question, in its order; ``among`` looks at these rows only. One query."""
    found: list[list[int]] = [[] for _question in questions]
    if not questions or (among is not None and not among):
        return found
    parts, values = list[str](), list[str]()
    own = "entry_id" if connection.vendor == "postgresql" else "rowid"
    within = f" AND {own} IN ({', '.join(str(int(entry)) for entry in among)})" if among is not None else ""
    for number, question in enumerate(questions):
        parts.append(f"SELECT {number}, {own} FROM search_words WHERE {_condition(question)}{within}")  # noqa: S608
        values.append(_expression(question))
    with connection.cursor() as cursor:
        if len(parts) == 1:  # one column to carry instead of two
            cursor.execute(parts[0].replace("0, ", "", 1), values)
            return [[row[0] for row in cursor.fetchall()]]
        cursor.execute(" UNION ALL ".join(parts), values)
        for number, entry in cursor.fetchall():
            found[number].append(entry)
    return found


def _condition(question: Asked) -> str:
    if connection.vendor == "postgresql":
        return f"{_known(question.column)} @@ %s::tsquery"
    return "search_words MATCH %s"


def _known(column: str) -> str:
    if column not in COLUMNS:
        raise ValueError(f"no such column: {column}")
    return column


def _expression(question: Asked) -> str:
    """The question in the database's own words, every level in brackets. Terms hold letters and digits only."""
    if connection.vendor == "postgresql":
        return " & ".join(_bracketed(terms, " | ", "'") for terms in question.every)
    return f"{{{_known(question.column)}}} : ({' AND '.join(_bracketed(terms, ' OR ', chr(34)) for terms in question.every)})"


def _bracketed(terms: Terms, either: str, quote: str) -> str:
    return "(" + either.join(f"{quote}{_clean(term)}{quote}" for term in sorted(terms)) + ")"


def _clean(term: str) -> str:
    """A term without anything but letters and digits: quoting can then never end early."""
    return "".join(letter for letter in term if letter.isalnum()) or "zz"


def _vector(terms: Sequence[str]) -> str:
    """The terms as a tsvector without places: only whether a term is there is ever asked."""
    return " ".join(f"'{clean}'" for clean in dict.fromkeys(_clean(term) for term in terms))
