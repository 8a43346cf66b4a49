"""How quick search is among very many practices: ``python -m bench.search [THINGS]``.

Fills the index of an empty house with invented practices in three languages, made of the sentences of the
demo and of bench/judged in Zipf's proportions, and asks the judged queries: with all facets, beside the bare
engine's own query for the same words (FTS5: MATCH, ORDER BY rank; PostgreSQL: @@, ts_rank), one by one, in
interleaved turns. The database is the one the environment names.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

FACETS = ("kind", "theme", "group", "phase", "region", "municipality", "type", "evidence", "language", "status")
DEMO = Path(__file__).parent.parent / "kotokaari" / "home" / "demo" / "data" / "practices"
LANGUAGES = ("fi", "sv", "en")
BATCH = 2_000
TURNS = 3


def main() -> None:
    """Fill, ask, print one JSON object with the figures."""
    things = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(prefix="kotokaari-bench-search-") as folder:
        os.environ.setdefault("KOTOKAARI_DATABASE_URL", f"sqlite:///{folder}/kotokaari.sqlite3")
        os.environ |= {"KOTOKAARI_DATA": folder, "KOTOKAARI_LOG_LEVEL": "ERROR", "KOTOKAARI_SECRET_KEY": "x" * 50}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kotokaari.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(json.dumps(measure(things), indent=1))


def measure(things: int) -> dict[str, Any]:
    """All figures of one database, times in milliseconds."""
    from django.db import connection

    from kotokaari.foundation.dataversion import steady

    started = time.perf_counter()
    fill(things)
    filled = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with steady():
        figures = times()
        figures |= suggestions()
    figures |= saving()
    return {"engine": connection.vendor, "things": things, "fill_seconds": round(filled, 1), **figures}


def sentences() -> dict[str, list[str]]:
    """What the demo says, sentence by sentence, in each language; the commonest first, as the shuffle has it."""
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for path in sorted(DEMO.glob("*.json")):
        _collect(json.loads(path.read_text())["record"], found)
    for entry in json.loads((Path(__file__).parent / "judged" / "more.json").read_text()):
        found[entry["language"]] += [entry["title"], *entry["summary"].split(". ")]
    for language, texts in found.items():
        unique = sorted({text.strip() for text in texts if len(text) > 12})
        random.Random(language).shuffle(unique)
        found[language] = unique
    return found


def _collect(value: Any, found: dict[str, list[str]]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in found and isinstance(inner, str):
                found[key] += inner.split(". ")
            else:
                _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)


def fill(things: int) -> None:
    """Write entries, wordings and terms as indexing does, with texts taken apart beforehand."""
    from django.db import transaction

    from kotokaari.people.public import load_house_places
    from kotokaari.search import indexing
    from kotokaari.vocabulary.public import load_house_vocabulary

    load_house_vocabulary(by=None)
    load_house_places(by=None)
    made = invented(things)
    done = 0
    while batch := list(itertools.islice(made, BATCH)):
        with transaction.atomic():
            _write(batch)
        done += len(batch)
        print(f"\r{done}/{things}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    assert indexing  # the words are learned from the sentences
    _learn()


def _write(batch: Sequence[tuple[Any, list[Any], Any]]) -> None:
    from kotokaari.search import storage
    from kotokaari.search.models import Entry, Wording

    Entry.objects.bulk_create([entry for entry, _wordings, _words in batch])
    for entry, wordings, _words in batch:
        for wording in wordings:
            wording.entry = entry
    Wording.objects.bulk_create([wording for _entry, wordings, _words in batch for wording in wordings])
    storage.put(((entry.pk, words) for entry, _wordings, words in batch), new=True)


def _learn() -> None:
    from kotokaari.search.indexing import _learn_words
    from kotokaari.search.registry import Document

    for language, texts in sentences().items():
        _learn_words([Document("practice", UUID(int=0), language, text) for text in texts])


def invented(things: int) -> Iterator[tuple[Any, list[Any], Any]]:
    """(entry, wordings, words) of practices nobody carries out."""
    from kotokaari.people.public import place_book
    from kotokaari.search import analysis, storage
    from kotokaari.search.indexing import concept_term
    from kotokaari.search.models import Entry, Wording
    from kotokaari.vocabulary.public import concept_book

    draw = random.Random(7)
    texts = sentences()
    terms = {language: [analysis.terms_of(text, language) for text in own] for language, own in texts.items()}
    shares = {
        language: list(itertools.accumulate(1 / (rank + 3) for rank in range(len(own))))
        for language, own in texts.items()
    }
    themes = [entry.code for entry in concept_book().of_kind("theme")]
    groups = [entry.code for entry in concept_book().of_kind("target_group")]
    municipalities = [entry for entry in place_book().by_code.values() if entry.level == "municipality"]
    today = date.today()
    for _number in range(things):
        own_themes = draw.choices(themes, weights=[1 / (rank + 2) for rank in range(len(themes))], k=2)
        own_group, place = draw.choice(groups), draw.choice(municipalities)
        columns: list[list[str]] = [[], [], [], []]
        wordings = []
        for language in LANGUAGES:
            picked = draw.choices(range(len(texts[language])), cum_weights=shares[language], k=7)
            title = texts[language][picked[0]][:120]
            body = ". ".join(texts[language][one] for one in picked[1:])
            columns[0] += terms[language][picked[0]]
            columns[1] += terms[language][picked[1]]
            columns[3] += [term for one in picked[2:] for term in terms[language][one]]
            wordings.append(Wording(language=language, title=title, folded=analysis.fold(title)[:120], body=body))
        columns[2] = [concept_term(code) for code in (*own_themes, own_group)]
        facets = {
            "theme": own_themes, "group": [own_group], "phase": [draw.choice(("initial-phase", "later"))],
            "municipality": [place.code], "region": [place.within], "type": [draw.choice(("material", "operating_model"))],
            "evidence": [str(draw.randrange(5))], "language": list(LANGUAGES), "status": ["published"],
        }  # fmt: skip
        lines = "\n".join(f"{name} {value}" for name, values in facets.items() for value in values)
        entry = Entry(
            kind="practice", thing=UUID(int=draw.getrandbits(128)), facets=lines, fingerprint="bench",
            fresh=(today - timedelta(days=draw.randrange(2000))).toordinal(), used=draw.choice((0, 0, 0, 1, 4)),
        )  # fmt: skip
        yield entry, wordings, storage.Words(*columns)


def times() -> dict[str, Any]:
    """p50 and p95 of our search with facets, of the bare engine, and of the very first asking."""
    from kotokaari.search.public import find
    from kotokaari.search.shelf import shelf

    from .judged import queries

    asked = [(query.text, query.lang) for query in queries()]
    began = time.perf_counter()
    shelf()
    loading = (time.perf_counter() - began) * 1000

    def ours(text: str, language: str) -> object:
        return find(text, language, limit=20, facets=FACETS)

    ours("suomi", "fi")  # opens the word lists
    first = [_timed(ours, *one) for one in asked]
    settled: list[float] = []
    bare: list[float] = []
    plans = {one: _bare(*one) for one in asked}
    for _turn in range(TURNS):
        for one in asked:
            settled.append(_timed(ours, *one))
            bare.append(_timed(plans[one]))
    return {
        "shelf_ms": round(loading),
        **_told("first", first),
        **_told("search", settled),
        **_told("bare", bare),
        "queries": len(asked),
    }


def _bare(text: str, language: str) -> Callable[[], object]:
    """The engine's own query for the words of a question: any of a word's terms, all words, its own rank, 20 rows."""
    from django.db import connection

    from kotokaari.search.questions import words_of

    groups = [sorted(word.analysed.asked) for word in words_of(text, language)]
    if connection.vendor == "postgresql":
        question = " & ".join("(" + " | ".join(f"'{term}'" for term in group) + ")" for group in groups)
        sql = (
            "SELECT entry_id, ts_rank(body, %s::tsquery) AS r FROM search_words WHERE body @@ %s::tsquery"
            " ORDER BY r DESC LIMIT 20"
        )
        values = [question, question]
    else:
        question = " AND ".join("(" + " OR ".join(f'"{term}"' for term in group) + ")" for group in groups)
        sql = "SELECT rowid, rank FROM search_words WHERE search_words MATCH %s ORDER BY rank LIMIT 20"
        values = [question]

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    return ask


def suggestions() -> dict[str, Any]:
    """p95 of what typing costs, letter by letter."""
    try:
        from kotokaari.search.suggesting import suggest
    except ImportError:
        return {}
    from .judged import queries

    typed = [
        (query.text[:length], query.lang) for query in queries()[::3] for length in range(2, min(len(query.text), 14))
    ]
    suggest("ko", "fi")
    return _told("suggest", [_timed(suggest, *one) for one in typed])


def saving() -> dict[str, Any]:
    """What indexing adds to saving one practice: the entry, its wordings and terms, written anew."""
    from django.db import transaction

    from kotokaari.search import indexing
    from kotokaari.search.models import Change
    from kotokaari.search.registry import Document, register_source

    texts = sentences()
    draw = random.Random(3)
    uuids = [UUID(int=draw.getrandbits(128)) for _number in range(60)]

    def documents(wanted: Sequence[UUID]) -> list[Document]:
        return [
            Document("bench", uuid, language, draw.choice(texts[language])[:120], ". ".join(draw.choices(texts[language], k=12)),
                     ["language-learning"], summary=draw.choice(texts[language]), facets={"theme": ["language-learning"]})
            for uuid in wanted for language in LANGUAGES
        ]  # fmt: skip

    register_source("bench", documents, lambda: uuids)

    def save(uuid: UUID) -> None:
        with transaction.atomic():
            indexing.index("bench", [uuid])

    def bare_save(uuid: UUID) -> None:
        with transaction.atomic():
            Change.objects.create(entry=uuid.int % 1000)

    for uuid in uuids:
        save(uuid)
    with_index, without = [], []
    for uuid in uuids:
        with_index.append(_timed(save, uuid))
        without.append(_timed(bare_save, uuid))
    return {**_told("saving_with_index", with_index), **_told("saving_without", without)}


def _timed(work: Callable[..., object], *values: object) -> float:
    began = time.perf_counter()
    work(*values)
    return (time.perf_counter() - began) * 1000


def _told(name: str, values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        f"{name}_p50": round(statistics.median(ordered), 2),
        f"{name}_p95": round(ordered[int(len(ordered) * 0.95)], 2),
        f"{name}_max": round(ordered[-1], 2),
    }


if __name__ == "__main__":
    main()
