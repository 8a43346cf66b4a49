"""Organisations and places as the search room finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from kotokaari.foundation.text import LANGUAGES
from kotokaari.search.public import Document, index, register_source, register_ways_on

from .models import Organisation, Place
from .ways_on import ways_on

KIND, PLACE = "organisation", "place"


def register() -> None:
    """Let organisations be found, a little after the practices."""
    register_source(KIND, documents_for, all_uuids, weight=0.3)
    register_source(PLACE, places_for, all_places, weight=0.25)
    register_ways_on(ways_on)


def all_uuids() -> Iterable[UUID]:
    """Every organisation, ended ones too."""
    return Organisation.objects.values_list("uuid", flat=True)


def documents_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language an organisation has a name in. One query."""
    for organisation in Organisation.objects.filter(uuid__in=uuids):
        for language in LANGUAGES:
            name = organisation.name.text(language)
            if name.strip():
                yield Document(KIND, organisation.uuid, language, name, organisation.about.text(language))


def all_places() -> Iterable[UUID]:
    """Every place but whole countries: people look for practices in them, not for their pages."""
    return Place.objects.exclude(level=Place.Level.COUNTRY).values_list("uuid", flat=True)


def places_for(uuids: Sequence[UUID]) -> Iterator[Document]:
    """One document for each language a place has a name in. One query."""
    for place in Place.objects.filter(uuid__in=uuids).exclude(level=Place.Level.COUNTRY):
        for language, name in (("fi", place.name_fi), ("sv", place.name_sv), ("en", place.name_en)):
            if name.strip():
                yield Document(PLACE, place.uuid, language, name)


def renew(organisation: Organisation) -> None:
    """Bring an organisation up to date in the index; call it inside the action's transaction."""
    index(KIND, [organisation.uuid])
