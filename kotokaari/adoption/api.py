"""Adoptions over the API: open ones, without persons. Figures of fewer than five people are withheld."""

from __future__ import annotations

import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from ninja import Query, Router, Schema

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import organisation_book, place_book

from .models import Adaptation, Adoption, Lesson, Outcome, OwnersWord, Step
from .reading.results import is_withheld

router = Router(tags=["adoptions"])
PAGE_SIZE = 50
Status = Literal["interested", "exploring", "planned", "piloting", "in_use", "mainstreamed", "stopped"]
AROUND = ("practice__current", "version", "organisation__place", "place")
HEAVY = ("practice__current__record", "practice__current__as_typed", "version__record", "version__as_typed")


class Words(Schema):
    """A text by language; a language without text is left out."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class AdoptedPractice(Schema):
    """The practice, and which version of it is used."""

    id: UUID
    key: str
    title: Words
    version: int


class AdoptingOrganisation(Schema):
    """The organisation that uses it."""

    id: UUID
    code: str
    name: Words


class AdoptionPlace(Schema):
    """Where it is carried out: the adoption's own place, else the organisation's."""

    code: str
    name: Words


class AdoptionOut(Schema):
    """An adoption in a list."""

    id: UUID
    practice: AdoptedPractice
    organisation: AdoptingOrganisation
    place: AdoptionPlace | None = None
    status: str
    status_on: datetime.date
    began_on: datetime.date | None = None
    ended_on: datetime.date | None = None
    as_described: str
    people_reached: int | None = None
    people_period: str
    is_example: bool
    url: str


class StepOut(Schema):
    """A status the adoption had, and since when."""

    status: str
    on: datetime.date
    reason: Words


class AdaptationOut(Schema):
    """Something done otherwise, after FRAME; an empty answer was not given."""

    id: UUID
    text: Words
    what: str
    nature: str
    when: str
    is_planned: bool | None = None
    who: str
    level: str
    fidelity: str
    is_lasting: bool | None = None
    why: str
    reason: Words
    block: str
    is_example: bool


class OutcomeOut(Schema):
    """What came of it. ``value`` and ``baseline`` are empty when ``withheld``: fewer than five people."""

    id: UUID
    indicator: Words
    unit: str
    value: str | None = None
    baseline: str | None = None
    withheld: bool
    people: int | None = None
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    method: Words
    direction: str
    note: Words
    source_url: str
    is_example: bool


class LessonOut(Schema):
    """What was learned."""

    id: UUID
    kind: str
    text: Words
    is_example: bool


class OwnersWordOut(Schema):
    """What the practice's owner says of it."""

    id: UUID
    kind: str
    text: Words
    on: datetime.date


class AdoptionWholeOut(AdoptionOut):
    """An adoption with everything told of it, but for persons."""

    purpose: Words
    setting: Words
    cost: str | None = None
    cost_currency: str
    cost_year: int | None = None
    cost_note: Words
    decision: Words
    decided_on: datetime.date | None = None
    decision_url: str
    source: str
    steps: list[StepOut]
    adaptations: list[AdaptationOut]
    outcomes: list[OutcomeOut]
    lessons: list[LessonOut]
    owners_words: list[OwnersWordOut]


class AdoptionsOut(Schema):
    """One page of adoptions."""

    total: int
    page: int
    pages: int
    results: list[AdoptionOut]


class AdoptionsIn(Schema):
    """What to look for: a practice and an organisation by id; ``status`` may be given several times."""

    practice: UUID | None = None
    organisation: UUID | None = None
    status: list[Status] = []
    lang: Literal["fi", "sv", "en"] = "fi"
    page: int = 1


@router.get("/adoptions", response=AdoptionsOut, summary="Who uses which practice")
@login_not_required
def adoptions(request: HttpRequest, wanted: Query[AdoptionsIn]) -> dict[str, Any]:
    """Open adoptions of public practices, 50 a page, the latest change first."""
    found = Adoption.objects.public().select_related(*AROUND).defer(*HEAVY).order_by("-status_on", "-pk")
    if wanted.practice:
        found = found.filter(practice__uuid=wanted.practice)
    if wanted.organisation:
        found = found.filter(organisation__uuid=wanted.organisation)
    if wanted.status:
        found = found.filter(status__in=wanted.status)
    page = Paginator(found, PAGE_SIZE).get_page(wanted.page)
    return {
        "total": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "results": [_short(adoption, wanted.lang) for adoption in page],
    }


@router.get("/adoptions/{uuid:uuid}", response=AdoptionWholeOut, summary="One adoption", url_name="adoption")
@login_not_required
def adoption(request: HttpRequest, uuid: UUID, lang: Literal["fi", "sv", "en"] = "fi") -> dict[str, Any]:
    """Everything told of an open adoption, but for persons. 404 when there is none with this id."""
    thing = get_object_or_404(Adoption.objects.public().select_related(*AROUND).defer(*HEAVY), uuid=uuid)
    return {**_short(thing, lang), **_facts(thing), **_told(thing)}


def _short(thing: Adoption, language: str) -> dict[str, Any]:
    title = (thing.practice.current or thing.version).title
    return {
        "id": thing.uuid,
        "practice": {
            "id": thing.practice.uuid,
            "key": thing.practice.key,
            "title": _words(title),
            "version": thing.version.number,
        },
        "organisation": _organisation(thing.organisation_id),
        "place": _place(thing.place or thing.organisation.place),
        "status": thing.status,
        "status_on": thing.status_on,
        "began_on": thing.began_on,
        "ended_on": thing.ended_on,
        "as_described": thing.as_described,
        "people_reached": thing.reached,
        "people_period": thing.people_period,
        "is_example": thing.is_example,
        "url": _address(thing.uuid, language),
    }


def _facts(thing: Adoption) -> dict[str, Any]:
    texts = {name: _words(getattr(thing, name)) for name in ("purpose", "setting", "cost_note", "decision")}
    plain = ("cost_currency", "cost_year", "decided_on", "decision_url", "source")
    cost = None if thing.cost is None else str(thing.cost)
    return {**texts, **{name: getattr(thing, name) for name in plain}, "cost": cost}


def _told(thing: Adoption) -> dict[str, Any]:
    return {
        "steps": [_step(step) for step in thing.steps.all()],
        "adaptations": [_adaptation(one) for one in thing.adaptations.all()],
        "outcomes": [_outcome(one) for one in thing.outcomes.all()],
        "lessons": [_lesson(one) for one in thing.lessons.all()],
        "owners_words": [_owners_word(one) for one in thing.owners_words.all()],
    }


def _step(step: Step) -> dict[str, Any]:
    return {"status": step.status, "on": step.on, "reason": _words(step.reason)}


def _adaptation(one: Adaptation) -> dict[str, Any]:
    plain = ("what", "nature", "when", "is_planned", "who", "level", "fidelity", "is_lasting", "why", "block")
    facts = {name: getattr(one, name) for name in (*plain, "is_example")}
    return {"id": one.uuid, "text": _words(one.text), "reason": _words(one.reason), **facts}


def _outcome(one: Outcome) -> dict[str, Any]:
    hidden = is_withheld(one)
    figures = {name: getattr(one, name) for name in ("value", "baseline")}
    return {
        "id": one.uuid,
        **{name: _words(getattr(one, name)) for name in ("indicator", "method", "note")},
        **{name: getattr(one, name) for name in ("unit", "period_from", "period_to", "direction", "source_url")},
        **{name: None if hidden or value is None else f"{value.normalize():f}" for name, value in figures.items()},
        "people": None if one.is_withheld else one.people,
        "withheld": hidden,
        "is_example": one.is_example,
    }


def _lesson(one: Lesson) -> dict[str, Any]:
    return {"id": one.uuid, "kind": one.kind, "text": _words(one.text), "is_example": one.is_example}


def _owners_word(one: OwnersWord) -> dict[str, Any]:
    return {"id": one.uuid, "kind": one.kind, "text": _words(one.text), "on": timezone.localdate(one.at)}


def _words(text: TranslatedText) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}


def _organisation(key: int) -> dict[str, Any]:
    entry = organisation_book().by_key[key]
    return {"id": entry.uuid, "code": entry.code, "name": dict(entry.names)}


def _place(place: Any) -> dict[str, Any] | None:
    entry = place_book().by_code.get(place.code) if place else None
    return {"code": entry.code, "name": dict(entry.names)} if entry else None


def _address(uuid: UUID, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse("adoption:adoption", args=[uuid])
