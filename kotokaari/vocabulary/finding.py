"""The house vocabulary as things to be found and as a kind on the arc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from kotokaari.arc.public import Node
from kotokaari.search.public import Document

from .book import concept_book
from .models import Concept
from .records import LANGUAGES

KIND = "concept"


def documents_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """Concepts of the house vocabulary that are in use, in each language they have a term in."""
    in_use = Concept.objects.filter(uuid__in=uuids, scheme__is_house=True, deprecated_on=None)
    for concept in in_use.prefetch_related("labels"):
        words: dict[str, list[str]] = {}
        titles: dict[str, str] = {}
        for label in concept.labels.all():
            if label.role == "pref":
                titles[label.language] = label.text
            else:
                words.setdefault(label.language, []).append(label.text)
        for language in LANGUAGES:
            if language in titles:
                texts = [", ".join(words.get(language, ())), concept.definition.text(language)]
                body = "\n".join(text for text in texts if text)
                yield Document(KIND, concept.uuid, language, titles[language], body, facts={"kind": concept.kind})


def all_uuids() -> Iterable[UUID]:
    """Every concept of the house vocabulary that is in use."""
    return Concept.objects.filter(scheme__is_house=True, deprecated_on=None).values_list("uuid", flat=True)


def resolve(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Concepts as the arc shows them: public, at the station «theme» when they are themes.

    The house vocabulary comes from memory; other vocabularies cost two queries.
    """
    wanted = list(uuids)
    book, language = concept_book(), (get_language() or "fi")[:2]
    found = {
        uuid: _node(uuid, entry.kind, entry.label(language), language)
        for uuid in wanted
        if (entry := book.by_uuid.get(uuid))
    }
    strangers = [uuid for uuid in wanted if uuid not in found]
    if strangers:
        for concept in Concept.objects.filter(uuid__in=strangers).prefetch_related("labels"):
            found[concept.uuid] = _node(concept.uuid, "", concept.label(language), language)
    return found


def _node(uuid: UUID, kind: str, title: str, language: str) -> Node:
    station = "theme" if kind == "theme" else ""
    return Node(KIND, uuid, station, title, reverse("vocabulary:concept", args=[uuid]), language=language)


def found_by(user: Any, words: str) -> list[Node]:
    """Concepts of the house vocabulary whose terms hold the words."""
    wanted, language = words.casefold().strip(), (get_language() or "fi")[:2]
    entries = [
        entry
        for entry in concept_book().by_code.values()
        if wanted and not entry.is_deprecated and any(wanted in text.casefold() for text in entry.labels.values())
    ]
    return [_node(entry.uuid, entry.kind, entry.label(language), language) for entry in entries[:20]]
