"""What lists filter by, taken from a version's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import Place
from kotokaari.vocabulary.public import Concept

from .. import logic
from ..models import Practice, Version, VersionConcept
from ..record import CONCEPT_FIELDS, FIELDS
from ..signals import practice_changed


def put_record(version: Version, record: Mapping[str, Any]) -> None:
    """Set the version's record and the columns that follow from it. Saves nothing."""
    version.title, version.summary, version.record = logic.split(record)
    version.kind = record.get("kind") or ""
    version.cost_band = record.get("cost_band")
    version.evidence_level = record.get("evidence_level")
    version.effect_direction = record.get("effect_direction") or ""
    version.tier = "full" if any(FIELDS[name].tier == "full" for name in version.record) else "card"
    languages = logic.readable_languages(record)
    version.languages = f"|{'|'.join(languages)}|" if languages else ""


def link_words_and_places(version: Version) -> None:
    """Point to the concepts and places the record names. Raises DomainError for an unknown one."""
    _link_concepts(version)
    codes = version.record.get("places") or []
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    _all_known("places", codes, places)
    version.places.set([places[code] for code in codes])


def _link_concepts(version: Version) -> None:
    codes = {code for name in CONCEPT_FIELDS for code in version.record.get(name) or []}
    kinds = {FIELDS[name].concept_kind for name in CONCEPT_FIELDS}
    known = {
        (concept.kind, concept.code): concept
        for concept in Concept.objects.filter(scheme__is_house=True, code__in=codes, kind__in=kinds)
    }
    rows: list[VersionConcept] = []
    for name in CONCEPT_FIELDS:
        chosen = version.record.get(name) or []
        of_kind = {code: concept for (kind, code), concept in known.items() if kind == FIELDS[name].concept_kind}
        _all_known(name, chosen, of_kind)
        rows += [
            VersionConcept(version=version, concept=of_kind[code], field=name, order=order)
            for order, code in enumerate(chosen)
        ]
    version.version_concepts.all().delete()
    VersionConcept.objects.bulk_create(rows)


def _all_known(name: str, codes: list[str], known: Mapping[str, Any]) -> None:
    strange = [code for code in codes if code not in known]
    if strange:
        raise DomainError(
            _("%(field)s: “%(code)s” is not one of the alternatives.")
            % {"field": FIELDS[name].label, "code": strange[0]}
        )


def tell_others(practice: Practice) -> None:
    """Let the index and other rooms know, inside this transaction, that readers will see something new.

    What they write stands or falls with the change itself; what leaves the house they send after commit.
    """
    practice_changed.send(sender=Practice, practice=practice)
