"""Things as rows of a table: one row a thing, a column a language for every text."""

from __future__ import annotations

from typing import Any

from kotokaari.adoption.public import Adoption
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.people.public import Organisation, Place, organisation_book, place_book
from kotokaari.vocabulary.public import Concept

from .linked import address, page_address, version_address

Row = dict[str, Any]


def practice(thing: Practice) -> Row:
    """A public practice with every text of its record; lists of the record are in the JSON-LD file."""
    version = thing.current
    assert version is not None
    owner = organisation_book().by_key[thing.owner_id]
    return {
        "id": address(thing.uuid),
        "key": thing.key,
        "status": thing.status,
        "version": version.number,
        "licence": thing.licence,
        "example": thing.is_example,
        "owner": address(owner.uuid),
        **{f"owner_name_{code}": owner.name(code) for code in LANGUAGES},
        "published": _day(version.published_at),
        "confirmed": _day(thing.confirmed_on),
        "source_language": version.source_language,
        "languages": [code for code in version.languages.split("|") if code],
        **{f"url_{code}": page_address(thing, code) for code in LANGUAGES},
        "title": version.title,
        "summary": version.summary,
        **_record(version.record),
    }


def _record(record: Row) -> Row:
    """Texts, codes, numbers and flags of a record, by field."""
    row: Row = {}
    for name, value in record.items():
        if isinstance(value, dict) and "texts" in value:
            row[name] = TranslatedText.from_json(value)
        elif isinstance(value, str | int | float | bool) or (
            isinstance(value, list) and all(isinstance(item, str) for item in value)
        ):
            row[name] = value
    return row


def version(thing: Version) -> Row:
    """A version: its name, day and what changed."""
    return {
        "id": version_address(thing),
        "practice": address(thing.practice.uuid),
        "number": thing.number,
        "state": thing.state,
        "published": _day(thing.published_at),
        "source_language": thing.source_language,
        "digest": thing.digest,
        "title": thing.title,
        "change_note": thing.change_note,
    }


def tombstone(thing: Practice) -> Row:
    """A withdrawn practice."""
    return {
        "id": address(thing.uuid),
        "key": thing.key,
        "withdrawn": _day(thing.status_changed_at),
        "title": thing.current.title if thing.current else TranslatedText(),
        "reason": thing.status_reason,
    }


def organisation(thing: Organisation) -> Row:
    """An organisation."""
    place = place_book().by_key.get(thing.place_id or 0)
    return {
        "id": address(thing.uuid),
        "code": thing.code,
        "type": thing.type,
        "name": thing.name,
        "part_of": address(thing.parent.uuid) if thing.parent else "",
        "place": place.code if place else "",
        "country": thing.country,
        "website": thing.website,
        "business_id": thing.business_id,
        "ptv_id": thing.ptv_id,
        "begins": _day(thing.valid_from),
        "ends": _day(thing.valid_to),
        "successors": [address(one.new.uuid) for one in thing.successions.all()],
        "example": thing.is_example,
        "source": thing.source,
    }


def concept(thing: Concept) -> Row:
    """A concept with its words."""
    words: dict[tuple[str, str], list[str]] = {}
    for label in thing.labels.all():
        words.setdefault((label.role, label.language), []).append(label.text)
    return {
        "id": address(thing.uuid),
        "code": thing.code,
        "kind": thing.kind,
        **{f"term_{code}": "|".join(words.get(("pref", code), ())) for code in LANGUAGES},
        **{f"synonyms_{code}": "|".join(words.get(("alt", code), ())) for code in LANGUAGES},
        "definition": thing.definition,
        "broader": [other.code for other in thing.broader.all()],
        "related": [other.code for other in thing.related.all()],
        "deprecated": _day(thing.deprecated_on),
    }


def place(thing: Place) -> Row:
    """A place."""
    within = place_book().by_key.get(thing.within_id or 0)
    return {
        "id": address(thing.uuid),
        "code": thing.code,
        "level": thing.level,
        "name_fi": thing.name_fi,
        "name_sv": thing.name_sv,
        "name_en": thing.name_en,
        "within": within.code if within else "",
        "latitude": thing.latitude,
        "longitude": thing.longitude,
        "begins": _day(thing.valid_from),
        "ends": _day(thing.valid_to),
    }


def adoption(thing: Adoption) -> Row:
    """An adoption, with how many changes and outcomes it tells of."""
    adopter = organisation_book().by_key[thing.organisation_id]
    return {
        "id": address(thing.uuid),
        "practice": address(thing.practice.uuid),
        "version": thing.version.number,
        "organisation": address(adopter.uuid),
        **{f"organisation_name_{code}": adopter.name(code) for code in LANGUAGES},
        "place": thing.place.code if thing.place else "",
        "status": thing.status,
        "since": _day(thing.status_on),
        "began": _day(thing.began_on),
        "ended": _day(thing.ended_on),
        "as_described": thing.as_described,
        "people_reached": thing.reached,
        "people_period": thing.people_period if thing.reached is not None else "",
        "purpose": thing.purpose,
        "decision": thing.decision,
        "decided": _day(thing.decided_on),
        "decision_url": thing.decision_url,
        "cost": thing.cost,
        "cost_currency": thing.cost_currency if thing.cost is not None else "",
        "cost_year": thing.cost_year,
        "adaptations": len(thing.adaptations.all()),
        "outcomes": len([one for one in thing.outcomes.all() if not one.is_withheld]),
        "example": thing.is_example,
        "source": thing.source,
    }


def _day(moment: Any) -> str:
    return moment.isoformat()[:10] if moment else ""
