"""The table of terms: FTS5 on SQLite, tsvector with GIN on PostgreSQL. The terms are the same on both.

Rows carry the number of their ``Entry``. Both write inside the transaction that is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

CAP = 3_000  # hits that are ranked; a word in more things than that says little about any of them
Terms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of an entry, by where they stand."""

    title: Sequence[str]
    concepts: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class Alternative:
    """All of these must be there; each is any one of its terms."""

    every: tuple[Terms, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Any one of these alternatives must be there."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that answers, and how well (more is better; only to be compared within one answer)."""

    entry: int
    kind: str
    thing: UUID
    language: str
    score: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries may answer: kinds (all when None), and what is not public but may be seen."""

    kinds: tuple[str, ...] | None = None
    seen: tuple[int, ...] = ()


def put(rows: Iterable[tuple[int, Words]]) -> None:
    """Write the terms of entries, in place of what is there."""
    items = list(rows)
    drop([entry for entry, _words in items])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO search_words (entry_id, words) VALUES (%s, %s::tsvector)",
                [(entry, _vector(words)) for entry, words in items],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_words (rowid, title, concepts, body) VALUES (%s, %s, %s, %s)",
                [(entry, " ".join(w.title), " ".join(w.concepts), " ".join(w.body)) for entry, w in items],
            )


def drop(entries: Sequence[int]) -> None:
    """Forget the terms of these entries."""
    column = "entry_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM search_words WHERE {column} = %s", [(entry,) for entry in entries])  # noqa: S608


def match(groups: Sequence[Group], only: Filter) -> tuple[list[Row], int]:
    """The best entries that answer every group (at most CAP), best first, and how many things answer in all."""
    if not groups:
        return [], 0
    where, values = _conditions(only)
    if connection.vendor == "postgresql":
        question = " & ".join(_bracketed(group, " & ", " | ", "'") for group in groups)
        tail = f"FROM search_words w JOIN search_entry e ON e.id = w.entry_id WHERE w.words @@ %s::tsquery AND {where}"
        score, first = "ts_rank('{0.1, 0.2, 0.5, 1.0}', w.words, %s::tsquery, 1)", [question]
    else:
        question = " AND ".join(_bracketed(group, " AND ", " OR ", '"') for group in groups)
        tail = f"FROM search_words JOIN search_entry e ON e.id = search_words.rowid WHERE search_words MATCH %s AND {where}"
        score, first = "-bm25(search_words, 8.0, 4.0, 1.0)", []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, e.kind, e.thing, e.language, {score} AS score {tail} ORDER BY score DESC, e.id LIMIT {CAP}",
            [*first, question, *values],
        )
        rows = [Row(pk, kind, _uuid(thing), lang, float(value)) for pk, kind, thing, lang, value in cursor.fetchall()]
        total = len({row.thing for row in rows})
        if len(rows) == CAP:
            cursor.execute(f"SELECT count(DISTINCT e.thing) {tail}", [question, *values])
            total = cursor.fetchone()[0]
    return rows, total


def things(groups: Sequence[Group], only: Filter) -> list[UUID]:
    """Everything that answers every group, in no order that means anything: for lists that count all."""
    if not groups:
        return []
    where, values = _conditions(only)
    if connection.vendor == "postgresql":
        question = " & ".join(_bracketed(group, " & ", " | ", "'") for group in groups)
        tail = f"search_words w JOIN search_entry e ON e.id = w.entry_id WHERE w.words @@ %s::tsquery AND {where}"
    else:
        question = " AND ".join(_bracketed(group, " AND ", " OR ", '"') for group in groups)
        tail = f"search_words JOIN search_entry e ON e.id = search_words.rowid WHERE search_words MATCH %s AND {where}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT e.thing FROM {tail}", [question, *values])  # noqa: S608
        return [_uuid(row[0]) for row in cursor.fetchall()]


def terms_of_entries(entries: Sequence[int]) -> dict[int, tuple[set[str], set[str], set[str]]]:
    """The terms of entries: those of the title, the concepts, the body. One query."""
    if not entries:
        return {}
    marks = ", ".join(["%s"] * len(entries))
    if connection.vendor == "postgresql":
        columns = ", ".join(f"tsvector_to_array(ts_filter(words, '{{{weight}}}'))" for weight in "abd")
        query = f"SELECT entry_id, {columns} FROM search_words WHERE entry_id IN ({marks})"  # noqa: S608
    else:
        query = f"SELECT rowid, title, concepts, body FROM search_words WHERE rowid IN ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, list(entries))
        return {row[0]: (_set(row[1]), _set(row[2]), _set(row[3])) for row in cursor.fetchall()}


def _set(value: Any) -> set[str]:
    return set(value.split() if isinstance(value, str) else value)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _conditions(only: Filter) -> tuple[str, list[Any]]:
    """The filter as SQL and its values."""
    public = "e.is_public"
    values: list[Any] = []
    if only.seen:
        public = f"(e.is_public OR e.id IN ({', '.join(['%s'] * len(only.seen))}))"
        values += only.seen
    if only.kinds is None:
        return public, values
    return f"{public} AND e.kind IN ({', '.join(['%s'] * len(only.kinds))})", [*values, *only.kinds]


def _bracketed(group: Group, both: str, either: str, quote: str) -> str:
    """A group as the database's own expression, every level in brackets."""
    alternatives = []
    for alternative in group.alternatives:
        every = [
            "(" + either.join(f"{quote}{_clean(term)}{quote}" for term in sorted(terms)) + ")"
            for terms in alternative.every
        ]
        alternatives.append("(" + both.join(every) + ")")
    return "(" + either.join(alternatives) + ")"


def _clean(term: str) -> str:
    """A term without anything but letters and digits: quoting can then never end early."""
    return "".join(letter for letter in term if letter.isalnum())


def _vector(words: Words) -> str:
    """The terms as a tsvector: weight A in the title, B for concepts, D in the body; with their places."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, terms in (("A", words.title), ("B", words.concepts), ("D", words.body)):
        for term in terms:
            place = min(place + 1, 16_383)
            known = places.setdefault(_clean(term), [])
            if len(known) < 250:
                known.append(f"{place}{weight}")
    return " ".join(f"'{term}':{','.join(where)}" for term, where in places.items() if term)
