"""Calls over the API: reading is open; drafts are not there."""

from __future__ import annotations

import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from ninja import Router, Schema

from kotokaari.foundation.text import TranslatedText
from kotokaari.people.public import organisation_book
from kotokaari.vocabulary.public import concept_book

from . import asking, queries
from .models import Call

router = Router(tags=["calls"])
State = Literal["open", "coming", "past"]


class CallTexts(Schema):
    """A text by language; a language without text is left out."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class ThemeOut(Schema):
    """A theme of a call: its code and its names."""

    code: str
    name: CallTexts


class HolderOut(Schema):
    """The organisation that holds a call."""

    id: UUID
    code: str
    name: CallTexts


class RoundOut(Schema):
    """When a call takes submissions."""

    number: int
    name: CallTexts
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    is_open: bool


class CallOut(Schema):
    """A call in a list. ``state`` is open, coming, closed or cancelled now."""

    id: UUID
    key: str
    state: str
    name: CallTexts
    summary: CallTexts
    organisation: HolderOut
    themes: list[ThemeOut]
    languages: list[str]
    organisation_types: list[str]
    time_zone: str
    rounds: list[RoundOut]
    published_at: datetime.datetime | None
    is_example: bool
    url: str


class CallCriterionOut(Schema):
    """A criterion a call is judged by."""

    id: UUID
    code: str
    name: CallTexts
    weight: float


class QuestionOut(Schema):
    """A question: ``field`` names a field of the practice record, "" for an own question with its ``type``."""

    id: UUID
    code: str
    field: str
    type: str
    label: CallTexts
    help: CallTexts
    is_required: bool
    words_least: int | None
    words_most: int | None
    choices: list[dict[str, Any]]
    serves: list[str]


class CallWholeOut(CallOut):
    """A call with its texts, its questions and what it is judged by."""

    about: CallTexts
    who_may_answer: CallTexts
    contact_role: CallTexts
    contact_email: str
    grace_minutes: int
    reviews_wanted: int
    appeal_days: int
    shows_assessors: bool
    cancelled_reason: CallTexts
    rubric: UUID
    criteria: list[CallCriterionOut]
    questions: list[QuestionOut]


@router.get("/calls", response=list[CallOut], summary="Public calls")
@login_not_required
def calls(request: HttpRequest, state: State | None = None) -> list[dict[str, Any]]:
    """Public calls: open ones first, then coming and past ones; or those of one state."""
    now = timezone.now()
    found = queries.shelves(now)
    shelves = {"open": found.open, "coming": found.coming, "past": found.past}
    return [_call(call, now) for name, row in shelves.items() if state in (None, name) for call in row]


@router.get("/calls/{uuid:uuid}", response=CallWholeOut, summary="One call", url_name="call")
@login_not_required
def call(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """One public call with its questions and criteria."""
    found = get_object_or_404(queries.with_times().select_related("rubric"), uuid=uuid)
    return {
        **_call(found, timezone.now()),
        **{
            name: _texts(getattr(found, name))
            for name in ("about", "who_may_answer", "contact_role", "cancelled_reason")
        },
        **{
            name: getattr(found, name)
            for name in ("contact_email", "grace_minutes", "reviews_wanted", "appeal_days", "shows_assessors")
        },
        "rubric": found.rubric.uuid,
        "criteria": [
            {"id": one.uuid, "code": one.code, "name": _texts(one.name), "weight": float(one.weight)}
            for one in found.rubric.criteria.all()
        ],
        "questions": [_question(one) for one in asking.asked_by(found)],
    }


def _call(call: Call, now: datetime.datetime) -> dict[str, Any]:
    organisation = organisation_book().by_key[call.organisation_id]
    book = concept_book()
    return {
        "id": call.uuid,
        "key": call.key,
        "state": _state(call, now),
        "name": _texts(call.name),
        "summary": _texts(call.summary),
        "organisation": {
            "id": organisation.uuid,
            "code": organisation.code,
            "name": {code: organisation.names.get(code) for code in ("fi", "sv", "en")},
        },
        "themes": [
            {"code": theme.code, "name": {code: book.label(theme.code, code) for code in ("fi", "sv", "en")}}
            for theme in call.themes.all()
        ],
        "languages": call.languages,
        "organisation_types": call.organisation_types,
        "time_zone": call.time_zone,
        "rounds": [
            {
                "number": round.number,
                "name": _texts(round.name),
                "opens_at": round.opens_at,
                "closes_at": round.closes_at,
                "is_open": call.state == Call.State.PUBLISHED and round.is_open(now),
            }
            for round in call.rounds.all()
        ],
        "published_at": call.published_at,
        "is_example": call.is_example,
        "url": _address(call),
    }


def _state(call: Call, now: datetime.datetime) -> str:
    if call.state == Call.State.CANCELLED:
        return "cancelled"
    round = queries.present_round(call, now)
    if round is None or round.closes_at <= now:
        return "closed"
    return "open" if round.opens_at <= now else "coming"


def _address(call: Call) -> str:
    with translation.override(call.name.source if call.name.source in ("fi", "sv", "en") else "fi"):
        return f"{settings.BASE_URL}{call.get_absolute_url()}"


def _texts(text: TranslatedText) -> dict[str, str]:
    return {language: one.text for language, one in text.renderings.items() if one.text.strip()}


def _question(one: asking.Asked) -> dict[str, Any]:
    """In the call's own words, or the record's in the language of the request."""
    question = one.question
    return {
        "id": question.uuid,
        "code": question.code,
        "field": question.field,
        "type": one.type,
        "label": _texts(question.label) or {one.label.language: one.label.text},
        "help": _texts(question.help) or ({one.help.language: one.help.text} if one.help else {}),
        "is_required": question.is_required,
        "words_least": one.least,
        "words_most": one.most,
        "choices": question.choices,
        "serves": [criterion.code for criterion in one.serves],
    }
