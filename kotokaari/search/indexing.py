"""Keeping the index in step with what it describes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from kotokaari.foundation import text
from kotokaari.foundation.bulk import insert_all

from . import analysis, storage
from .models import Change, Entry, Word, Wording
from .registry import Document, source_of, sources

BATCH = 500
CHANGES_KEPT = 20_000
CONCEPT_MARK = "zc"
SHORTEST_WORD, LONGEST_WORD = 3, 40
T = TypeVar("T")
Progress = Callable[[str], None]
Texts = Sequence[Document]  # of one thing, one a language
_put_off: ContextVar[dict[str, dict[UUID, None]] | None] = ContextVar("put_off", default=None)


def concept_term(code: str) -> str:
    """A concept's code as a term that cannot be mistaken for a word."""
    return CONCEPT_MARK + "".join(letter if letter.isalnum() else "0" for letter in code.casefold())


@transaction.atomic(savepoint=False)  # SQLite walks a savepoint's whole journal at the end of each statement
def index(kind: str, uuids: Iterable[UUID]) -> int:
    """Bring these things up to date in the index; how many were written.

    Call it inside the transaction that changed them. A thing its source no longer gives leaves the index.
    Raises LookupError for a kind nobody registered. Inside ``all_at_once`` it is done at the end, and 0 here.
    """
    put_off = _put_off.get()
    if put_off is not None:
        put_off.setdefault(kind, {}).update(dict.fromkeys(uuids))
        return 0
    written = 0
    for batch in _batches(dict.fromkeys(uuids)):
        written += _write(kind, batch, _by_thing(source_of(kind).documents_for(batch)))
    return written


@contextmanager
def all_at_once() -> Iterator[None]:
    """Index once, at the end, what changes inside, however often: for filling a house, in its transaction.

    Until then nothing of it is found. When something fails inside, nothing is indexed.
    """
    put_off: dict[str, dict[UUID, None]] = {}
    token = _put_off.set(put_off)
    try:
        yield
    finally:
        _put_off.reset(token)
    for kind, uuids in put_off.items():
        index(kind, uuids)


@transaction.atomic
def remove(kind: str, uuid: UUID) -> None:
    """Take a thing out of the index, in every language."""
    _delete(list(Entry.objects.filter(kind=kind, thing=uuid).values_list("pk", flat=True)))


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did, in numbers of things."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def rebuild(progress: Progress = lambda sentence: None) -> Rebuilt:
    """Bring the whole index up to date, kind by kind in small transactions.

    What is up to date is skipped, so a rebuild that was stopped goes on where it was.
    """
    done = Rebuilt()
    for kind, source in sorted(sources().items()):
        uuids = sorted(set(source.all_uuids()))
        for number, batch in enumerate(_batches(uuids), start=1):
            documents = _by_thing(source.documents_for(batch))
            with transaction.atomic():
                written = _write(kind, batch, documents)
            done.written += written
            done.unchanged += len(documents) - written
            progress(f"{kind}: {min(number * BATCH, len(uuids))}/{len(uuids)}")
        done.removed += _remove_strangers(kind, set(uuids))
    done.removed += _remove_kinds_unknown()
    _forget_old_changes()
    return done


def _by_thing(documents: Iterable[Document]) -> dict[UUID, list[Document]]:
    found: dict[UUID, list[Document]] = {}
    for document in documents:
        found.setdefault(document.uuid, []).append(document)
    return found


def _remove_strangers(kind: str, known: set[UUID]) -> int:
    """Drop the entries of things that no longer are."""
    rows = Entry.objects.filter(kind=kind).values_list("pk", "thing")
    strangers = [pk for pk, thing in rows if thing not in known]
    for batch in _batches(strangers):
        with transaction.atomic():
            _delete(batch)
    return len(strangers)


def _remove_kinds_unknown() -> int:
    strangers = list(Entry.objects.exclude(kind__in=sources()).values_list("pk", flat=True))
    for batch in _batches(strangers):
        with transaction.atomic():
            _delete(batch)
    return len(strangers)


def _forget_old_changes() -> None:
    """Old changes tell nobody anything: whoever is that far behind reads all anew."""
    oldest = Change.objects.order_by("-pk").values_list("pk", flat=True)[CHANGES_KEPT : CHANGES_KEPT + 1]
    if oldest:
        Change.objects.filter(pk__lte=oldest[0]).delete()


def _write(kind: str, things: Sequence[UUID], documents: Mapping[UUID, Texts]) -> int:
    """Make the entries of ``things`` exactly ``documents``; how many had to be written."""
    present = {entry.thing: entry for entry in Entry.objects.filter(kind=kind, thing__in=things)}
    new: list[tuple[Entry, Texts]] = []
    changed: list[tuple[Entry, Texts]] = []
    for uuid, texts in documents.items():
        entry, mark = present.pop(uuid, None), _fingerprint(texts)
        if entry is not None and entry.fingerprint == mark:
            continue
        (new if entry is None else changed).append((_entry(entry, texts[0], mark), texts))
    _delete([entry.pk for entry in present.values()])
    Entry.objects.bulk_create([entry for entry, _texts in new])
    Entry.objects.bulk_update(
        [entry for entry, _texts in changed], ["is_public", "facts", "facets", "fresh", "used", "fingerprint"]
    )
    Wording.objects.filter(entry__in=[entry for entry, _texts in changed]).delete()
    written = [*new, *changed]
    insert_all([_wording(entry, document) for entry, texts in written for document in texts])
    insert_all([Change(entry=entry.pk) for entry, _texts in written])
    _learn_words(document for _entry, texts in written for document in texts)
    storage.put(((entry.pk, words_of(texts)) for entry, texts in new), new=True)
    storage.put((entry.pk, words_of(texts)) for entry, texts in changed)
    return len(written)


def _entry(entry: Entry | None, document: Document, mark: str) -> Entry:
    entry = entry or Entry(kind=document.kind, thing=document.uuid)
    entry.is_public, entry.facts, entry.fingerprint = document.is_public, document.facts, mark
    entry.facets = "\n".join(f"{name} {value}" for name, values in document.facets.items() for value in values)
    entry.fresh = document.fresh.toordinal() if document.fresh else 0
    entry.used = document.used
    return entry


def _wording(entry: Entry, document: Document) -> Wording:
    title = document.title[:300]
    body = "\n".join(part for part in (document.summary, document.body) if part)
    return Wording(entry=entry, language=document.language, title=title, folded=analysis.fold(title)[:120], body=body)


def words_of(texts: Texts) -> storage.Words:
    """The terms of a thing, its languages together."""

    def terms(part: str) -> list[str]:
        return [term for text in texts for term in analysis.terms_of(getattr(text, part), text.language)]

    concepts = [concept_term(code) for code in dict.fromkeys(code for text in texts for code in text.concepts)]
    names = [term for text in texts for name in text.names for term in analysis.terms_of(name, text.language)]
    return storage.Words(terms("title"), terms("summary") + names, concepts, terms("body"))


def _learn_words(documents: Iterable[Document]) -> None:
    """Remember words nobody has used before, for comparing misspelt ones with."""
    written = {
        (word, document.language)
        for document in documents
        for part in (document.title, document.summary, document.body)
        for word in analysis.WORD.findall(part)
    }
    words = {
        (word.casefold(), language)
        for word, language in written
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()
    }
    texts = sorted({word for word, _language in words})
    for batch in _batches(texts, 900):
        words -= set(Word.objects.filter(text__in=batch).values_list("text", "language"))
    if words:
        Word.objects.bulk_create(
            [Word(text=word, language=language) for word, language in sorted(words)], ignore_conflicts=True
        )


def _fingerprint(texts: Texts) -> str:
    return text.fingerprint(f"{analysis.fingerprint()} {texts!r}")


def _delete(entries: Sequence[int]) -> None:
    if entries:
        storage.drop(entries)
        Wording.objects.filter(entry__in=entries).delete()
        Entry.objects.filter(pk__in=entries).delete()
        Change.objects.bulk_create([Change(entry=entry) for entry in entries])


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
