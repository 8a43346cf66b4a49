"""Keeping the index in step with what it describes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from kotokaari.foundation import text

from . import analysis, storage
from .models import Entry
from .registry import Document, source_of, sources

BATCH = 200
CONCEPT_MARK = "zc"
T = TypeVar("T")
Progress = Callable[[str], None]


def concept_term(code: str) -> str:
    """A concept's code as a term that cannot be mistaken for a word."""
    return CONCEPT_MARK + "".join(letter if letter.isalnum() else "0" for letter in code.casefold())


@transaction.atomic
def index(kind: str, uuids: Iterable[UUID]) -> int:
    """Bring these things up to date in the index; how many entries were written.

    Call it inside the transaction that changed them. A thing its source no longer gives leaves the index.
    Raises LookupError for a kind nobody registered.
    """
    wanted = list(dict.fromkeys(uuids))
    written = 0
    for batch in _batches(wanted):
        documents = list(source_of(kind).documents_for(batch))
        written += _write(kind, batch, [(document, _fingerprint(document)) for document in documents])
    return written


@transaction.atomic
def remove(kind: str, uuid: UUID) -> None:
    """Take a thing out of the index, in every language."""
    _delete(list(Entry.objects.filter(kind=kind, thing=uuid).values_list("pk", flat=True)))


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did, in numbers of entries."""

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
            documents = [(document, _fingerprint(document)) for document in source.documents_for(batch)]
            with transaction.atomic():
                written = _write(kind, batch, documents)
            done.written += written
            done.unchanged += len(documents) - written
            progress(f"{kind}: {min(number * BATCH, len(uuids))}/{len(uuids)}")
        done.removed += _remove_strangers(kind, set(uuids))
    done.removed += _remove_kinds_unknown()
    return done


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


def _write(kind: str, things: Sequence[UUID], documents: Sequence[tuple[Document, str]]) -> int:
    """Make the entries of ``things`` exactly ``documents``; how many had to be written."""
    present = {(entry.thing, entry.language): entry for entry in Entry.objects.filter(kind=kind, thing__in=things)}
    new: list[Entry] = []
    changed: list[Entry] = []
    words: list[tuple[Entry, storage.Words]] = []
    for document, mark in documents:
        entry = present.pop((document.uuid, document.language), None)
        if entry is not None and entry.fingerprint == mark:
            continue
        (new if entry is None else changed).append(entry := _entry(entry, document, mark))
        words.append((entry, words_of(document)))
    _delete([entry.pk for entry in present.values()])
    Entry.objects.bulk_create(new)
    Entry.objects.bulk_update(changed, ["title", "body", "is_public", "facts", "fingerprint"])
    storage.put((entry.pk, entry_words) for entry, entry_words in words)
    return len(words)


def _entry(entry: Entry | None, document: Document, mark: str) -> Entry:
    entry = entry or Entry(kind=document.kind, thing=document.uuid, language=document.language)
    entry.title, entry.body = document.title[:300], document.body
    entry.is_public, entry.facts, entry.fingerprint = document.is_public, document.facts, mark
    return entry


def words_of(document: Document) -> storage.Words:
    """The terms of a document."""
    return storage.Words(
        analysis.terms_of(document.title, document.language),
        [concept_term(code) for code in document.concepts],
        analysis.terms_of(document.body, document.language),
    )


def _fingerprint(document: Document) -> str:
    return text.fingerprint(f"{analysis.fingerprint()} {document!r}")


def _delete(entries: Sequence[int]) -> None:
    if entries:
        storage.drop(entries)
        Entry.objects.filter(pk__in=entries).delete()


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
