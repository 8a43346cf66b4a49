"""Things as linked data: schema.org in JSON-LD, with words of our own where schema.org has none.

Each thing is named by its permanent address, so the same thing is the same in pages, files and the API.
There are no persons in it: whom to ask is the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from kotokaari.adoption.public import Adoption
from kotokaari.catalogue.public import Practice, Version
from kotokaari.foundation.text import LANGUAGES, TranslatedText
from kotokaari.people.public import Organisation, Place, organisation_book, place_book
from kotokaari.vocabulary.public import Concept, concept_book

TERMS = "https://w3id.org/kotokaari/terms#"
CONTEXT: list[Any] = [
    "https://schema.org/",
    {
        "koto": TERMS,
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "kind": "koto:kind",
        "code": "koto:code",
        "isExample": "koto:isExample",
        "evidenceLevel": "koto:evidenceLevel",
        "effectDirection": "koto:effectDirection",
        "costBand": "koto:costBand",
        "confirmedOn": "koto:confirmedOn",
        "sourceLanguage": "koto:sourceLanguage",
        "digest": "koto:digest",
        "statusReason": "koto:statusReason",
        "phase": {"@id": "koto:phase", "@type": "@id"},
        "adopter": {"@id": "koto:adopter", "@type": "@id"},
        "practice": {"@id": "koto:practice", "@type": "@id"},
        "versionNumber": "koto:versionNumber",
        "asDescribed": "koto:asDescribed",
        "peopleReached": "koto:peopleReached",
        "adaptations": {"@id": "koto:adaptation", "@container": "@set"},
        "outcomes": {"@id": "koto:outcome", "@container": "@set"},
        "record": {"@id": "koto:record", "@type": "@json"},
    },
]


def address(uuid: object) -> str:
    """The permanent address of a thing."""
    return f"{settings.BASE_URL}/id/{uuid}"


def reference(uuid: object, kind: str, name: Any) -> dict[str, Any]:
    """A thing that is told of elsewhere: its address, kind and name."""
    return {"@id": address(uuid), "@type": kind, "name": name}


def in_languages(text: TranslatedText) -> list[dict[str, str]]:
    """A text with the language of each rendering."""
    return [
        {"@value": rendering.text, "@language": code} for code, rendering in text.renderings.items() if rendering.text
    ]


def named(names: dict[str, str]) -> list[dict[str, str]]:
    """Names by language."""
    return [{"@value": words, "@language": code} for code, words in names.items() if words]


def without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """The object without what says nothing."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def page_address(thing: Any, language: str) -> str:
    """The page of a thing in a language; "" while no room shows it."""
    with override(language):
        try:
            return settings.BASE_URL + str(thing.get_absolute_url())
        except NoReverseMatch:
            return ""


def pages(thing: Any) -> list[str]:
    """The pages of a thing in the house's languages."""
    return [found for language in LANGUAGES if (found := page_address(thing, language))]


# Practices


def practice(thing: Practice, version: Version, *, whole: bool = True) -> dict[str, Any]:
    """A public practice. ``whole`` brings its record; pages do without, for it stands there in words."""
    record = version.record
    data = {
        "@id": address(thing.uuid),
        "@type": ["CreativeWork", "koto:Practice"],
        "identifier": thing.key,
        "url": pages(thing),
        "name": in_languages(version.title),
        "abstract": in_languages(version.summary),
        "version": version.number,
        "creativeWorkStatus": thing.status,
        "statusReason": in_languages(thing.status_reason),
        "datePublished": _day(version.published_at),
        "dateModified": _day(version.translated_at or version.published_at),
        "confirmedOn": _day(thing.confirmed_on),
        "license": licence_address(thing.licence),
        "inLanguage": [code for code in version.languages.split("|") if code],
        "sourceLanguage": version.source_language,
        "isExample": thing.is_example,
        "kind": version.kind,
        "evidenceLevel": version.evidence_level,
        "effectDirection": version.effect_direction,
        "costBand": version.cost_band,
        "about": _concepts(record.get("themes") or [], "DefinedTerm"),
        "audience": _concepts(record.get("target_groups") or [], "Audience"),
        "phase": [concept["@id"] for concept in _concepts(record.get("phases") or [], "DefinedTerm")],
        "spatialCoverage": _places(record.get("places") or []),
        **_around(thing),
    }
    if whole:
        data |= {"digest": version.digest, "record": version.whole}
    return without_empty(data)


def _around(thing: Practice) -> dict[str, Any]:
    owners = organisation_book().by_key
    owner = owners[thing.owner_id]
    sources = [source["url"] for source in thing.sources if source.get("url")]
    older = thing.adapted_from.practice if thing.adapted_from else None
    return {
        "creator": reference(owner.uuid, "Organization", named(dict(owner.names))),
        "contributor": [
            reference(found.uuid, "Organization", named(dict(found.names)))
            for partner in thing.partners.all()
            if (found := owners.get(partner.organisation_id))
        ],
        "isPartOf": [
            reference(project.uuid, "Project", in_languages(project.name)) for project in thing.projects.all()
        ],
        "funding": [_grant(grant) for grant in thing.grants.all()],
        "isBasedOn": [*sources, *([address(older.uuid)] if older else [])],
    }


def _grant(grant: Any) -> dict[str, Any]:
    amount = {"@type": "MonetaryAmount", "value": str(grant.amount), "currency": grant.currency}
    return without_empty(
        {
            "@id": address(grant.uuid),
            "@type": "MonetaryGrant",
            "name": in_languages(grant.programme),
            "funder": without_empty({"@type": "Organization", "name": in_languages(grant.funder)}),
            "amount": None if grant.amount is None else amount,
            "startDate": str(grant.year_from or ""),
            "endDate": str(grant.year_to or ""),
        }
    )


def version_address(thing: Version) -> str:
    """Where a version is told of as data."""
    return f"{settings.BASE_URL}/api/v1/practices/{thing.practice.uuid}/versions/{thing.number}"


def version(thing: Version) -> dict[str, Any]:
    """A version that was or is public, as it said it."""
    return without_empty(
        {
            "@id": version_address(thing),
            "@type": ["CreativeWork", "koto:PracticeVersion"],
            "practice": address(thing.practice.uuid),
            "version": thing.number,
            "creativeWorkStatus": thing.state,
            "name": in_languages(thing.title),
            "description": in_languages(thing.change_note),
            "datePublished": _day(thing.published_at),
            "license": licence_address(thing.practice.licence),
            "sourceLanguage": thing.source_language,
            "digest": thing.digest,
            "record": thing.whole,
        }
    )


def tombstone(thing: Practice) -> dict[str, Any]:
    """A withdrawn practice: name, day and reason stay."""
    return without_empty(
        {
            "@id": address(thing.uuid),
            "@type": "koto:Tombstone",
            "identifier": thing.key,
            "name": in_languages(thing.current.title) if thing.current else [],
            "creativeWorkStatus": thing.status,
            "statusReason": in_languages(thing.status_reason),
            "dateModified": _day(thing.status_changed_at),
        }
    )


# What stands around them


def organisation(thing: Organisation) -> dict[str, Any]:
    """An organisation, ended ones too, with those that carry its tasks on."""
    place = place_book().by_key.get(thing.place_id or 0)
    return without_empty(
        {
            "@id": address(thing.uuid),
            "@type": "Organization",
            "code": thing.code,
            "kind": thing.type,
            "url": pages(thing),
            "sameAs": [thing.website] if thing.website else [],
            "name": in_languages(thing.name),
            "description": in_languages(thing.about),
            "taxID": thing.business_id,
            "parentOrganization": {"@id": address(thing.parent.uuid)} if thing.parent else None,
            "location": {"@id": address(place.uuid)} if place else None,
            "foundingDate": _day(thing.valid_from),
            "dissolutionDate": _day(thing.valid_to),
            "koto:successor": [{"@id": address(one.new.uuid)} for one in thing.successions.all()],
            "isExample": thing.is_example,
        }
    )


def place(thing: Place) -> dict[str, Any]:
    """A municipality, region or country by its official code."""
    within = place_book().by_key.get(thing.within_id or 0)
    point = {"@type": "GeoCoordinates", "latitude": thing.latitude, "longitude": thing.longitude}
    return without_empty(
        {
            "@id": address(thing.uuid),
            "@type": "AdministrativeArea",
            "code": thing.code,
            "kind": thing.level,
            "url": pages(thing),
            "name": named({"fi": thing.name_fi, "sv": thing.name_sv, "en": thing.name_en}),
            "containedInPlace": {"@id": address(within.uuid)} if within else None,
            "geo": point if thing.latitude is not None and thing.longitude is not None else None,
        }
    )


def concept(thing: Concept) -> dict[str, Any]:
    """A concept of the house vocabulary with its words and relations."""
    preferred = {label.language: label.text for label in thing.labels.all() if label.role == "pref"}
    others = [
        {"@value": label.text, "@language": label.language} for label in thing.labels.all() if label.role == "alt"
    ]
    return without_empty(
        {
            "@id": address(thing.uuid),
            "@type": ["DefinedTerm", "skos:Concept"],
            "termCode": thing.code,
            "kind": thing.kind,
            "url": [_concept_page(thing, language) for language in LANGUAGES],
            "name": named(preferred),
            "alternateName": others,
            "description": in_languages(thing.definition),
            "skos:broader": [{"@id": address(other.uuid)} for other in thing.broader.all()],
            "skos:related": [{"@id": address(other.uuid)} for other in thing.related.all()],
            "skos:exactMatch": [{"@id": uri} for how, uri in thing.matches if how == "exact"],
        }
    )


def _concept_page(thing: Concept, language: str) -> str:
    with override(language):
        return settings.BASE_URL + reverse("vocabulary:concept", args=[thing.uuid])


def adoption(thing: Adoption) -> dict[str, Any]:
    """Who uses which version of a practice, since when, what was changed and what came of it."""
    return without_empty(
        {
            "@id": address(thing.uuid),
            "@type": "koto:Adoption",
            "practice": address(thing.practice.uuid),
            "versionNumber": thing.version.number,
            "adopter": address(thing.organisation.uuid),
            "spatialCoverage": {"@id": address(thing.place.uuid)} if thing.place else None,
            "creativeWorkStatus": thing.status,
            "startDate": _day(thing.began_on),
            "endDate": _day(thing.ended_on),
            "dateModified": _day(thing.changed_at),
            "asDescribed": thing.as_described,
            "peopleReached": thing.reached,
            "description": in_languages(thing.purpose),
            "isBasedOn": thing.source,
            "isExample": thing.is_example,
            "adaptations": [_adaptation(one) for one in thing.adaptations.all()],
            "outcomes": [_outcome(one) for one in thing.outcomes.all() if not one.is_withheld],
        }
    )


def _adaptation(thing: Any) -> dict[str, Any]:
    facts = {name: getattr(thing, name) for name in ("what", "nature", "when", "who", "level", "fidelity", "why")}
    return without_empty(
        {
            "@id": f"{address(thing.adoption.uuid)}#{thing.uuid}",
            "@type": "koto:Adaptation",
            "description": in_languages(thing.text),
            **{f"koto:{name}": value for name, value in facts.items()},
            "isExample": thing.is_example,
        }
    )


def _outcome(thing: Any) -> dict[str, Any]:
    return without_empty(
        {
            "@id": f"{address(thing.adoption.uuid)}#{thing.uuid}",
            "@type": "Observation",
            "name": in_languages(thing.indicator),
            "value": None if thing.value is None else str(thing.value),
            "unitText": thing.unit,
            "measurementMethod": in_languages(thing.method),
            "koto:periodFrom": _day(thing.period_from),
            "koto:periodTo": _day(thing.period_to),
            "effectDirection": thing.direction,
            "isExample": thing.is_example,
        }
    )


# Small things


def licence_address(code: str) -> str:
    """The address of a licence by its SPDX code."""
    return (
        "https://creativecommons.org/licenses/by/4.0/" if code == "CC-BY-4.0" else f"https://spdx.org/licenses/{code}"
    )


def _concepts(codes: Iterable[str], kind: str) -> list[dict[str, Any]]:
    book = concept_book().by_code
    return [reference(book[code].uuid, kind, named(dict(book[code].labels))) for code in codes if code in book]


def _places(codes: Iterable[str]) -> list[dict[str, Any]]:
    book = place_book().by_code
    return [
        reference(book[code].uuid, "AdministrativeArea", named(dict(book[code].names)))
        for code in codes
        if code in book
    ]


def _day(moment: Any) -> str:
    return moment.isoformat()[:10] if moment else ""
