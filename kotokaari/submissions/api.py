"""Submissions over the API: to whoever has signed in and may read them, conflicts respected. Nothing of a draft."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from kotokaari.foundation.text import TranslatedText

from .models import Submission
from .queries import stand_of, submissions_readable_by

router = Router(tags=["submissions"])
PAGE_SIZE = 50


class SubmissionWords(Schema):
    """A text by language; a language without text is left out."""

    fi: str | None = None
    sv: str | None = None
    en: str | None = None


class SubmissionOut(Schema):
    """A submission as it was last sent."""

    id: UUID
    key: str
    call: UUID
    round: int
    number: int
    organisation: UUID
    title: SubmissionWords
    stand: str
    version: int
    sent_at: datetime.datetime
    is_late: bool
    is_example: bool
    url: str


class SubmissionWholeOut(SubmissionOut):
    """A submission with everything that was sent: the questions as they were asked, the record and the answers."""

    source_language: str
    receipt: str
    digest: str
    questions: list[dict[str, Any]]
    record: dict[str, Any]
    answers: dict[str, Any]
    files: list[dict[str, str]]


class SubmissionPage(Schema):
    """One page of a list; ``count`` is of all pages."""

    count: int
    page: int
    pages: int
    items: list[SubmissionOut]


def _sent_to(request: HttpRequest) -> Any:
    """What was sent and this person may read. Raises 401 for nobody."""
    if not request.user.is_authenticated:
        raise HttpError(401, "Sign in first.")
    found = submissions_readable_by(request.user).filter(current__isnull=False)
    return found.select_related("call", "round", "organisation", "current").order_by("call_id", "number")


@router.get("/submissions", response=SubmissionPage, url_name="submissions", exclude_none=True)
def submissions(request: HttpRequest, page: int = Query(1, ge=1)) -> dict[str, Any]:
    """What was sent and the person signed in may read: one's own, those of calls one runs, those to be judged."""
    heavy = ("record", "answers", "as_typed", "current__record", "current__answers", "current__questions")
    paginator = Paginator(_sent_to(request).defer(*heavy), PAGE_SIZE)
    shown = paginator.get_page(page)
    return {
        "count": paginator.count,
        "page": shown.number,
        "pages": paginator.num_pages,
        "items": [_about(submission) for submission in shown],
    }


@router.get("/submissions/{uuid}", response=SubmissionWholeOut, url_name="submission", exclude_none=True)
def submission(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """Everything that was last sent; 404 for whoever may not know of it."""
    found = get_object_or_404(_sent_to(request), uuid=uuid)
    version = found.current
    kept = ("source_language", "receipt", "digest", "questions", "record", "answers", "files")
    return {**_about(found), **{name: getattr(version, name) for name in kept}}


def _about(submission: Submission) -> dict[str, Any]:
    version = submission.current
    assert version is not None
    return {
        "id": submission.uuid,
        "key": submission.key,
        "call": submission.call.uuid,
        "round": submission.round.number,
        "number": submission.number,
        "organisation": submission.organisation.uuid,
        "title": _words(version.title),
        "stand": stand_of(submission),
        "version": version.number,
        "sent_at": version.sent_at,
        "is_late": version.is_late,
        "is_example": submission.is_example,
        "url": settings.BASE_URL + submission.get_absolute_url(),
    }


def _words(text: TranslatedText) -> dict[str, str]:
    return {code: text.text(code) for code in ("fi", "sv", "en") if text.text(code).strip()}
