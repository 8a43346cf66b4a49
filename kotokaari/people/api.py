"""Organisations over the API: reading is open."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from ninja import Query, Router, Schema

from . import queries
from .books import OrganisationEntry, place_book
from .models import Organisation

router = Router(tags=["organisations"])
PAGE_SIZE = 50


class Names(Schema):
    """A text by language; a language without text is left out."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class PlaceOut(Schema):
    """Where an organisation works: the code of an official classification, and its names."""

    code: str
    name: Names


class OrganisationOut(Schema):
    """An organisation in a list."""

    id: UUID
    code: str
    type: str
    name: Names
    place: PlaceOut | None = None
    ended_on: datetime.date | None = None
    is_example: bool
    url: str


class SuccessorOut(Schema):
    """Who carries on the tasks of an organisation that has ended."""

    id: UUID
    name: Names
    on: datetime.date | None = None
    note: Names


class OrganisationWholeOut(OrganisationOut):
    """An organisation with all that is public about it."""

    about: Names
    country: str
    part_of: UUID | None = None
    website: str
    business_id: str
    began_on: datetime.date | None = None
    successors: list[SuccessorOut]
    source: str


class OrganisationsOut(Schema):
    """One page of organisations."""

    total: int
    page: int
    pages: int
    results: list[OrganisationOut]


class OrganisationsIn(Schema):
    """What to look for. ``type`` and ``place`` may be given several times; a place includes what lies in it."""

    q: str = ""
    type: list[str] = []
    place: list[str] = []
    ended: bool = False
    page: int = 1


@router.get("/organisations", response=OrganisationsOut, summary="Organisations, by name")
def organisations(request: HttpRequest, wanted: Query[OrganisationsIn]) -> dict[str, Any]:
    """Organisations that exist today; with ``ended=true`` also those that have ended."""
    search = queries.OrganisationSearch(wanted.q.strip(), tuple(wanted.type), tuple(wanted.place), wanted.ended)
    found = queries.find_organisations(search, translation.get_language() or "fi").organisations
    page = Paginator(found, PAGE_SIZE).get_page(wanted.page)
    return {
        "total": len(found),
        "page": page.number,
        "pages": page.paginator.num_pages,
        "results": [_short(entry) for entry in page],
    }


@router.get("/organisations/{uuid:uuid}", response=OrganisationWholeOut, summary="One organisation")
def organisation(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """All that is public about an organisation. 404 when there is none with this id."""
    things = Organisation.objects.select_related("place", "parent").prefetch_related("successions__new")
    thing = get_object_or_404(things, uuid=uuid)
    return {
        "id": thing.uuid,
        "code": thing.code,
        "type": thing.type,
        "name": _texts(thing.name),
        "place": _place(thing.place.code) if thing.place else None,
        "ended_on": thing.valid_to,
        "is_example": thing.is_example,
        "url": _url(thing.code),
        "about": _texts(thing.about),
        "country": thing.country,
        "part_of": thing.parent.uuid if thing.parent else None,
        "website": thing.website,
        "business_id": thing.business_id,
        "began_on": thing.valid_from,
        "successors": [
            {"id": s.new.uuid, "name": _texts(s.new.name), "on": s.on, "note": _texts(s.note)}
            for s in thing.successions.all()
        ],
        "source": thing.source,
    }


def _short(entry: OrganisationEntry) -> dict[str, Any]:
    return {
        "id": entry.uuid,
        "code": entry.code,
        "type": entry.type,
        "name": dict(entry.names),
        "place": _place(entry.place) if entry.place else None,
        "ended_on": entry.ends_on,
        "is_example": entry.is_example,
        "url": _url(entry.code),
    }


def _texts(text: Any) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}


def _place(code: str) -> dict[str, Any]:
    entry = place_book().by_code.get(code)
    return {"code": code, "name": dict(entry.names) if entry else {}}


def _url(code: str) -> str:
    return settings.BASE_URL + reverse("people:organisation", args=[code])
