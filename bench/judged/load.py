"""The house in which the searches are judged: the demo region and the further practices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kotokaari.catalogue import public as catalogue
from kotokaari.catalogue.actions.indexing import link_words_and_places
from kotokaari.foundation.text import TranslatedText
from kotokaari.home.demo.load import Demo
from kotokaari.people import public as people
from kotokaari.search import public as search
from kotokaari.vocabulary import public as vocabulary

from . import more


@transaction.atomic
def fill() -> dict[UUID, str]:
    """Load the demo's practices and the further ones into an empty, migrated house.

    Returns the name each practice has in judgements.csv by its uuid. Refuses a house that holds practices.
    """
    if catalogue.Practice.objects.exists():
        raise ValueError("This house already holds practices: judge in an empty one.")
    names = {practice.uuid: key for key, practice in _demo_practices().items()}
    owner = people.create_organisation(
        code="judged-examples",
        name=TranslatedText.of("fi", "Esimerkit", sv="Exempel", en="Examples"),
        type="other",
        by=None,
    )
    for entry in more():
        names[_publish(owner, entry).uuid] = entry["id"]
    search.index("practice", list(names))
    return names


def _demo_practices() -> dict[str, catalogue.Practice]:
    demo = Demo(say=lambda _words: None)
    vocabulary.load_house_vocabulary(by=None)
    people.load_house_places()
    demo.make_organisations()
    demo.make_projects()
    demo.make_practices()
    return demo.practices


def _publish(owner: people.Organisation, entry: dict[str, Any]) -> catalogue.Practice:
    """A practice of a title and a summary. It says too little for ``publish``, so its version is put up as it is."""
    language = entry["language"]
    data = {"title": {language: entry["title"]}, "summary": {language: entry["summary"]}, "kind": "operating_model"}
    data |= {name: entry[name] for name in ("themes", "target_groups", "places")}
    record = catalogue.record_from_data(data, source=language)
    practice = catalogue.create_practice(owner, record=record, source_language=language, is_example=True, by=None)
    version = practice.versions.get()
    version.state, version.published_at = catalogue.Version.State.PUBLISHED, timezone.now()
    version.save()
    link_words_and_places(version)
    practice.current, practice.status = version, catalogue.Practice.Status.PUBLISHED
    practice.confirmed_on = timezone.localdate()
    practice.save()
    return practice
