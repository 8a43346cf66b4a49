"""Practices as linked data: schema.org in JSON-LD, every text in every language it exists in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import organisation_book

from .exports import batches
from .models import Version

# The whole record as it is stored, for those who take it in again; a program that knows only schema.org skips it.
OWN = {"record": {"@id": "urn:kotokaari:record", "@type": "@json"}}


def graph(versions: Sequence[int]) -> dict[str, Any]:
    """One JSON-LD document about these versions and their practices."""
    return {"@context": ["https://schema.org/", OWN], "@graph": list(_things(versions))}


def _things(versions: Sequence[int]) -> Iterator[dict[str, Any]]:
    owners = organisation_book().by_key
    for batch in batches(versions):
        found = Version.objects.select_related("practice").in_bulk(batch)
        for version in (found[pk] for pk in batch if pk in found):
            practice, owner = version.practice, owners[version.practice.owner_id]
            yield {
                "@id": f"{settings.BASE_URL}/id/{practice.uuid}",
                "@type": "CreativeWork",
                "name": _in_languages(version.title),
                "abstract": _in_languages(version.summary),
                "version": version.number,
                "creativeWorkStatus": practice.status,
                "datePublished": version.published_at.date().isoformat() if version.published_at else None,
                "license": f"https://spdx.org/licenses/{practice.licence}",
                "inLanguage": version.source_language,
                "creator": {
                    "@id": f"{settings.BASE_URL}/id/{owner.uuid}",
                    "@type": "Organization",
                    "identifier": owner.code,
                    "name": [{"@value": name, "@language": code} for code, name in owner.names.items()],
                },
                "isBasedOn": [source["url"] for source in practice.sources if source.get("url")],
                "record": version.record,
            }


def _in_languages(text: TranslatedText) -> list[dict[str, str]]:
    return [{"@value": rendering.text, "@language": code} for code, rendering in text.renderings.items()]
