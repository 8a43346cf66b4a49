"""Practices over the API: reading is open. Contacts are never handed out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from ninja import Query, Router, Schema, Status

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import organisation_book, place_book
from kotokaari.vocabulary.public import concept_book

from . import listing, page, queries
from .filters import Filters
from .models import Practice, Version
from .record import CONCEPT_FIELDS

router = Router(tags=["practices"])
Language = Literal["fi", "sv", "en"]


class Texts(Schema):
    """A text by language; a language without text is left out."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class Coded(Schema):
    """A concept or a place: its code and its names."""

    code: str
    name: Texts


class OwnerOut(Schema):
    """The organisation a practice belongs to."""

    id: UUID
    code: str
    name: Texts


class PracticeOut(Schema):
    """A practice in a list."""

    id: UUID
    key: str
    status: str
    version: int
    title: Texts
    summary: Texts
    owner: OwnerOut
    places: list[Coded]
    themes: list[Coded]
    target_groups: list[Coded]
    phases: list[Coded]
    kind: str
    cost_band: int | None = None
    evidence_level: int | None = None
    effect_direction: str
    languages: list[str]
    published_at: datetime.datetime | None = None
    confirmed_on: datetime.date | None = None
    is_example: bool
    url: str


class PartnerOut(Schema):
    """An organisation that carries the practice together with its owner."""

    id: UUID
    code: str
    name: Texts
    role: Texts


class ProjectOut(Schema):
    """A project the practice came from or was part of."""

    id: UUID
    code: str
    name: Texts
    starts: str
    ends: str
    url: str


class GrantOut(Schema):
    """Money: from whom, how much, for which years, said where."""

    id: UUID
    funder: Texts
    programme: Texts
    amount: str | None = None
    currency: str
    year_from: int | None = None
    year_to: int | None = None
    source: str


class AttachmentOut(Schema):
    """A file that belongs to the practice."""

    id: UUID
    name: str
    title: Texts
    language: str
    licence: str
    media_type: str
    size: int
    sha256: str
    url: str


class PracticeWholeOut(PracticeOut):
    """A practice with its whole record.

    In ``record`` each text is ``{"source", "texts": {language: {"text", "status", "of"}}}``: ``status`` is
    human, machine or reviewed, and ``of`` the fingerprint of the source wording that it renders.
    """

    source_language: str
    record: dict[str, Any]
    example_fields: list[str]
    licence: str
    status_reason: Texts
    adapted_from: UUID | None = None
    partners: list[PartnerOut]
    projects: list[ProjectOut]
    grants: list[GrantOut]
    attachments: list[AttachmentOut]
    sources: list[dict[str, Any]]


class VersionOut(Schema):
    """A version that was or is public."""

    id: UUID
    number: int
    state: str
    title: Texts
    change_note: Texts
    published_at: datetime.datetime | None = None
    url: str


class VersionWholeOut(VersionOut):
    """A version with what it says."""

    source_language: str
    record: dict[str, Any]


class PracticesOut(Schema):
    """One page of practices."""

    total: int
    page: int
    pages: int
    results: list[PracticeOut]


class Withdrawn(Schema):
    """A practice that was withdrawn: its name and the reason stay."""

    id: UUID
    status: str
    title: Texts
    reason: Texts


class PracticesIn(Schema):
    """What to look for. Facets may be given several times: any of the values; all facets together."""

    q: str = ""
    lang: Language = "fi"
    theme: list[str] = []
    group: list[str] = []
    phase: list[str] = []
    region: list[str] = []
    municipality: list[str] = []
    kind: list[str] = []
    cost: list[str] = []
    evidence: list[str] = []
    language: list[str] = []
    fresh: list[str] = []
    status: list[str] = []
    owner: list[str] = []
    sort: str = ""
    page: int = 1


@router.get("/practices", response=PracticesOut, summary="Practices, by words and facets")
@login_not_required
def practices(request: HttpRequest, wanted: Query[PracticesIn]) -> dict[str, Any]:
    """Public practices, 25 a page: the newest first, or the best match first when there are words."""
    filters = Filters.from_query(request.GET)
    versions, total, number, pages = listing.version_page(filters, wanted.lang, queries.hits(filters.q, wanted.lang))
    return {"total": total, "page": number, "pages": pages, "results": _results(versions, wanted.lang)}


@router.get(
    "/practices/{uuid:uuid}",
    response={200: PracticeWholeOut, 410: Withdrawn},
    summary="One practice with its whole record",
    url_name="practice",
)
@login_not_required
def practice(request: HttpRequest, uuid: UUID, lang: Language = "fi") -> Status[Any]:
    """All that is public about a practice. 410 when it was withdrawn, 404 when there is none with this id."""
    thing = queries.public_practice(uuid)
    if thing.status == Practice.Status.WITHDRAWN:
        return Status(410, _withdrawn(thing))
    return Status(200, {**_short(queries.version_shown(thing), lang), **_whole(thing, lang)})


@router.get(
    "/practices/{uuid:uuid}/versions",
    response={200: list[VersionOut], 410: Withdrawn},
    summary="Versions of a practice",
)
@login_not_required
def versions(request: HttpRequest, uuid: UUID, lang: Language = "fi") -> Status[Any]:
    """Every version that was or is public, the newest first."""
    thing = queries.public_practice(uuid)
    if thing.status == Practice.Status.WITHDRAWN:
        return Status(410, _withdrawn(thing))
    return Status(200, [_version(thing, version, lang) for version in queries.public_versions(thing)])


@router.get(
    "/practices/{uuid:uuid}/versions/{int:number}",
    response={200: VersionWholeOut, 410: Withdrawn},
    summary="One version of a practice",
)
@login_not_required
def version(request: HttpRequest, uuid: UUID, number: int, lang: Language = "fi") -> Status[Any]:
    """What a version says, for ever the same."""
    thing = queries.public_practice(uuid)
    if thing.status == Practice.Status.WITHDRAWN:
        return Status(410, _withdrawn(thing))
    found = queries.version_for(thing, number)
    record = {"record": found.whole, "source_language": found.source_language}
    return Status(200, {**_version(thing, found, lang), **record})


def _results(versions: Sequence[int], language: str) -> list[dict[str, Any]]:
    found = Version.objects.select_related("practice").in_bulk(versions)
    return [_short(found[pk], language) for pk in versions if pk in found]


def _texts(text: TranslatedText) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}


def _owner(key: int) -> dict[str, Any]:
    entry = organisation_book().by_key[key]
    return {"id": entry.uuid, "code": entry.code, "name": dict(entry.names)}


def _places(codes: Sequence[str]) -> list[dict[str, Any]]:
    book = place_book().by_code
    return [{"code": code, "name": dict(book[code].names) if code in book else {}} for code in codes]


def _concepts(codes: Sequence[str]) -> list[dict[str, Any]]:
    book = concept_book().by_code
    return [{"code": code, "name": dict(book[code].labels) if code in book else {}} for code in codes]


def _address(version: Version, language: str) -> str:
    slug = listing.slug(version.title.read(language).text)
    with translation.override(language):
        return settings.BASE_URL + reverse("catalogue:practice", args=[slug, version.practice.key])


def _short(version: Version, language: str) -> dict[str, Any]:
    thing = version.practice
    return {
        "id": thing.uuid,
        "key": thing.key,
        "status": thing.status,
        "version": version.number,
        "title": _texts(version.title),
        "summary": _texts(version.summary),
        "owner": _owner(thing.owner_id),
        "places": _places(version.record.get("places") or []),
        **{name: _concepts(version.record.get(name) or []) for name in CONCEPT_FIELDS},
        "kind": version.kind,
        "cost_band": version.cost_band,
        "evidence_level": version.evidence_level,
        "effect_direction": version.effect_direction,
        "languages": [code for code in version.languages.split("|") if code],
        "published_at": version.published_at,
        "confirmed_on": thing.confirmed_on,
        "is_example": thing.is_example,
        "url": _address(version, language),
    }


def _whole(thing: Practice, language: str) -> dict[str, Any]:
    around, version = queries.surroundings(thing), queries.version_shown(thing)
    return {
        "source_language": version.source_language,
        "record": version.whole,
        "example_fields": version.example_fields,
        "licence": thing.licence,
        "status_reason": _texts(thing.status_reason),
        "adapted_from": thing.adapted_from.practice.uuid if thing.adapted_from else None,
        "partners": [{**_owner(partner.organisation_id), "role": _texts(partner.role)} for partner in around.partners],
        "projects": [_project(project, language) for project in around.projects],
        "grants": [_grant(grant) for grant in around.grants],
        "attachments": [_attachment(file) for file in around.attachments],
        "sources": thing.sources,
    }


def _project(project: Any, language: str) -> dict[str, Any]:
    with translation.override(language):
        url = settings.BASE_URL + project.get_absolute_url()
    return {
        "id": project.uuid,
        "code": project.code,
        "name": _texts(project.name),
        "starts": project.starts,
        "ends": project.ends,
        "url": url,
    }


def _grant(grant: Any) -> dict[str, Any]:
    return {
        "id": grant.uuid,
        "funder": _texts(grant.funder),
        "programme": _texts(grant.programme),
        "amount": None if grant.amount is None else str(grant.amount),
        "currency": grant.currency,
        "year_from": grant.year_from,
        "year_to": grant.year_to,
        "source": grant.source,
    }


def _attachment(file: Any) -> dict[str, Any]:
    facts = {name: getattr(file, name) for name in ("name", "language", "licence", "media_type", "size", "sha256")}
    return {"id": file.uuid, "title": _texts(file.title), "url": settings.BASE_URL + page.file_url(file), **facts}


def _version(thing: Practice, version: Version, language: str) -> dict[str, Any]:
    return {
        "id": version.uuid,
        "number": version.number,
        "state": version.state,
        "title": _texts(version.title),
        "change_note": _texts(version.change_note),
        "published_at": version.published_at,
        "url": f"{settings.BASE_URL}/api/v1/practices/{thing.uuid}/versions/{version.number}",
    }


def _withdrawn(thing: Practice) -> dict[str, Any]:
    title = _texts(thing.current.title) if thing.current else {}
    return {"id": thing.uuid, "status": thing.status, "title": title, "reason": _texts(thing.status_reason)}
