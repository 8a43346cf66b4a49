"""Calls as the search room finds them: public ones, in each language they have a name in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import Document, register_source

from .models import Call

KIND = "call"


def register() -> None:
    """Let calls be found, a little after the practices."""
    register_source(KIND, documents_for, all_uuids, weight=0.6)


def all_uuids() -> Iterable[UUID]:
    """Every public call."""
    return Call.objects.public().values_list("uuid", flat=True)


def documents_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language a public call has a name in. Three queries."""
    calls = Call.objects.public().filter(uuid__in=uuids).prefetch_related("themes")
    for call in calls:
        concepts = [theme.code for theme in call.themes.all()]
        for language in LANGUAGES:
            name = call.name.text(language)
            if name.strip():
                body = "\n".join(text.text(language) for text in (call.about, call.who_may_answer))
                yield Document(
                    KIND, call.uuid, language, name, body, concepts=concepts, summary=call.summary.text(language)
                )
