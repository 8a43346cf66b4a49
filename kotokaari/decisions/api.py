"""Public decisions over the API: the label, the reasons, the figures; never who scored what."""

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
from django.utils import translation
from ninja import Query, Router, Schema

from kotokaari.foundation.text import TranslatedText

from .models import Decision
from .queries import public_decisions
from .telling import told

router = Router(tags=["decisions"])
PAGE_SIZE = 50


class DecisionWords(Schema):
    """A text by language; a language without text is left out."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class DecisionRubric(Schema):
    """The rubric it was judged by, in which version."""

    code: str
    number: int


class DecisionOut(Schema):
    """A decision in a list. ``total`` is the weighted mean over what was judged, from 0 to 4."""

    id: UUID
    title: DecisionWords
    practice: UUID | None = None
    practice_version: int | None = None
    call: UUID
    rubric: DecisionRubric
    outcome: str
    label: str
    decided_on: datetime.date
    published_on: datetime.date
    review_by: datetime.date | None = None
    total: float | None = None
    is_example: bool
    url: str


class DecisionCriterionOut(Schema):
    """A criterion: the mean of ``n`` independent scores, how many gave each level from 0 to 4, the agreed level."""

    code: str
    name: DecisionWords
    mean: float | None = None
    n: int
    levels: list[int]
    cannot_judge: int
    moderated: float | None = None
    alpha: float | None = None
    reason: DecisionWords


class DecisionWholeOut(DecisionOut):
    """A decision with its reasons and figures."""

    reasons: DecisionWords
    conditions: DecisionWords
    criteria: list[DecisionCriterionOut]
    panel: int
    assessments: int
    recusals: int


class DecisionsOut(Schema):
    """One page of decisions."""

    total: int
    page: int
    pages: int
    results: list[DecisionOut]


class DecisionsIn(Schema):
    """What to look for: a call or a practice by id."""

    call: UUID | None = None
    practice: UUID | None = None
    lang: Literal["fi", "sv", "en"] = "fi"
    page: int = 1


@router.get("/decisions", response=DecisionsOut, summary="What expert panels chose")
@login_not_required
def decisions(request: HttpRequest, wanted: Query[DecisionsIn]) -> dict[str, Any]:
    """Published decisions, 50 a page, the latest first."""
    found = public_decisions().select_related("practice_version").defer("practice_version__record")
    if wanted.call:
        found = found.filter(submission__call__uuid=wanted.call)
    if wanted.practice:
        found = found.filter(practice__uuid=wanted.practice)
    page = Paginator(found, PAGE_SIZE).get_page(wanted.page)
    return {
        "total": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "results": [_short(one, wanted.lang) for one in page],
    }


@router.get("/decisions/{uuid:uuid}", response=DecisionWholeOut, summary="One decision", url_name="decision")
@login_not_required
def decision(request: HttpRequest, uuid: UUID, lang: Literal["fi", "sv", "en"] = "fi") -> dict[str, Any]:
    """A published decision with its reasons and figures. 404 when there is none with this id."""
    found = get_object_or_404(public_decisions().select_related("practice_version"), uuid=uuid)
    whole = told(found)
    return {
        **_short(found, lang),
        "reasons": _words(found.reasons),
        "conditions": _words(found.conditions),
        "criteria": [
            {
                "code": one.criterion.code, "name": _words(one.name), "mean": one.mean, "n": one.n,
                "levels": [bar.count for bar in one.bars], "cannot_judge": one.cannot_judge,
                "moderated": one.moderated, "alpha": one.alpha, "reason": _words(one.reason),
            }
            for one in whole.criteria
        ],
        "panel": whole.panel,
        "assessments": whole.assessments,
        "recusals": whole.recusals,
    }  # fmt: skip


def _short(thing: Decision, language: str) -> dict[str, Any]:
    with translation.override(language):
        url = settings.BASE_URL + reverse("decisions:decision", args=[thing.submission.key])
    return {
        "id": thing.uuid,
        "title": _words(thing.version.title),
        "practice": thing.practice.uuid if thing.practice else None,
        "practice_version": thing.practice_version.number if thing.practice_version else None,
        "call": thing.submission.call.uuid,
        "rubric": {"code": thing.rubric.code, "number": thing.rubric.number},
        "outcome": thing.outcome,
        "label": thing.label,
        "decided_on": thing.decided_at.date() if thing.decided_at else None,
        "published_on": thing.published_at.date() if thing.published_at else None,
        "review_by": thing.review_by,
        "total": (thing.figures or {}).get("total"),
        "is_example": thing.is_example,
        "url": url,
    }


def _words(text: TranslatedText) -> dict[str, str]:
    return {language: rendering.text for language, rendering in text.renderings.items() if rendering.text}
