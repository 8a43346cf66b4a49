"""Where a question found nothing: broader and related concepts to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kotokaari.search.public import QueryWord, WayOn

from .book import concept_book

MOST = 4


def ways_on(words: Sequence[QueryWord], codes: Sequence[str], language: str) -> Iterator[WayOn]:
    """Concepts above and beside those the question means. From memory."""
    book = concept_book()
    found: list[WayOn] = []
    for code in codes:
        entry = book.get(code)
        if entry is None:
            continue
        sentences = (
            (entry.broader, _("is broader than “%(concept)s”")),
            (entry.related, _("is related to “%(concept)s”")),
        )
        for others, sentence in sentences:
            for other in others:
                found.append(WayOn(book.label(other, language), sentence % {"concept": entry.label(language)}))
    yield from found[:MOST]
