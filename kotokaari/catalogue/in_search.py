"""Practices as the search room finds them: in every language, by name, text and concepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from kotokaari.foundation.dataversion import steady
from kotokaari.foundation.text import LANGUAGES
from kotokaari.people.public import organisation_book, place_book
from kotokaari.search.public import Document, index, register_facet, register_source

from . import logic
from .filters import FACETS
from .index import CONCEPT_FACETS, broader_codes, lies_in
from .listing import labels
from .models import Practice, Version
from .record import CONCEPT_FIELDS
from .registries import Distinction, distinctions, uses
from .signals import practice_changed, practices_imported

KIND = "practice"
SHOWN_FACETS = ("theme", "group", "phase", "region", "municipality", "type", "evidence", "judged", "language")


def register() -> None:
    """Let practices be found, and keep them up to date."""
    register_source(KIND, documents_for, all_uuids)
    for order, name in enumerate(SHOWN_FACETS):
        register_facet(name, FACETS["kind" if name == "type" else name], partial(_words_of, name), order)
    practice_changed.connect(_renew, dispatch_uid="practices in search")
    practices_imported.connect(_renew_all, dispatch_uid="imported practices in search")


def _words_of(name: str, language: str) -> Callable[[str], str]:
    """What names the values of a facet; «type» is the kind of a practice, for a kind of thing is search's own."""
    return labels("kind" if name == "type" else name, language)


def all_uuids() -> Iterable[UUID]:
    """Every public practice."""
    return Practice.objects.public().values_list("uuid", flat=True).iterator()


def documents_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language a public practice can be read in. One query."""
    found = list(Practice.objects.public().filter(uuid__in=uuids).select_related("current"))
    used = uses(practice.uuid for practice in found)
    judged = distinctions([practice.uuid for practice in found])
    for practice in found:
        if practice.current:
            yield from _documents(practice, practice.current, used.get(practice.uuid, 0), judged.get(practice.uuid))


def _documents(practice: Practice, version: Version, used: int, judged: Distinction | None) -> Iterator[Document]:
    texts = [text.text for text in logic.texts_of(version.whole) if text.path not in ("title", "summary")]
    concepts = [code for name in CONCEPT_FIELDS for code in version.record.get(name) or []]
    same: dict[str, Any] = {
        "concepts": concepts,
        "facets": facets_of(practice, version) | {"judged": [judged.value] if judged else []},
        "fresh": practice.confirmed_on,
        "used": used,
    }
    for language in LANGUAGES:
        title = version.title.text(language)
        if title.strip():
            body = "\n".join(words for text in texts if (words := text.text(language)))
            summary = version.summary.text(language)
            names = names_of(practice, version, language)
            yield Document(KIND, practice.uuid, language, title, body, summary=summary, names=names, **same)


def names_of(practice: Practice, version: Version, language: str) -> list[str]:
    """What one also looks for a practice by: its owner, its places and the regions they lie in. From memory."""
    owner, places = organisation_book().by_key.get(practice.owner_id), place_book()
    around = (code for own in version.record.get("places") or [] for code in places.around(own)[:2])
    names = [places.name(code, language) for code in dict.fromkeys(around)]
    return [owner.name(language), *names] if owner else names


def facets_of(practice: Practice, version: Version) -> dict[str, list[str]]:
    """What search filters practices by: concepts with their broader ones, places with what they lie in, and facts."""
    found: dict[str, list[str]] = {}
    broader, around = broader_codes(), lies_in()
    for name, facet in CONCEPT_FACETS.items():
        codes = (code for own in version.record.get(name) or [] for code in broader.get(own, (own,)))
        found[facet] = list(dict.fromkeys(codes))
    for facet, code in dict.fromkeys(
        pair for own in version.record.get("places") or [] for pair in around.get(own, ())
    ):
        found.setdefault(facet, []).append(code)
    found["type"] = [version.kind] if version.kind else []
    found["cost"] = [str(version.cost_band)] if version.cost_band is not None else []
    found["evidence"] = [str(version.evidence_level)] if version.evidence_level is not None else []
    found["language"] = [code for code in version.languages.split("|") if code]
    found["status"] = [practice.status]
    owner = organisation_book().by_key.get(practice.owner_id)
    found["owner"] = [owner.code] if owner else []
    return found


def _renew(sender: Any, practice: Practice, **kwargs: Any) -> None:
    index(KIND, [practice.uuid])


def _renew_all(sender: Any, practices: Sequence[Practice], **kwargs: Any) -> None:
    with steady():  # the books of words and places do not change while practices are written
        index(KIND, [practice.uuid for practice in practices])
