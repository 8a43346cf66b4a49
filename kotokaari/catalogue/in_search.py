"""Practices as the search room finds them: in every language, by name, text and concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import Document, index, register_source

from . import logic
from .models import Practice, Version
from .record import CONCEPT_FIELDS
from .signals import practice_changed

KIND = "practice"


def register() -> None:
    """Let practices be found, and keep them up to date."""
    register_source(KIND, documents_for, all_uuids)
    practice_changed.connect(_renew, dispatch_uid="practices in search")


def all_uuids() -> Iterable[UUID]:
    """Every public practice."""
    return Practice.objects.public().values_list("uuid", flat=True).iterator()


def documents_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language a public practice can be read in. One query."""
    found = Practice.objects.public().filter(uuid__in=uuids).select_related("current")
    for practice in found:
        if practice.current:
            yield from _documents(practice, practice.current)


def _documents(practice: Practice, version: Version) -> Iterator[Document]:
    texts = [text.text for text in logic.texts_of(version.whole) if text.path != "title"]
    concepts = [code for name in CONCEPT_FIELDS for code in version.record.get(name) or []]
    for language in LANGUAGES:
        title = version.title.text(language)
        if title.strip():
            body = "\n".join(words for text in texts if (words := text.text(language)))
            yield Document(KIND, practice.uuid, language, title, body, concepts)


def _renew(sender: Any, practice: Practice, **kwargs: Any) -> None:
    index(KIND, [practice.uuid])
