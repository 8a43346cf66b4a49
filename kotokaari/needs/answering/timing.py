"""When a survey takes answers."""

from __future__ import annotations

import datetime

from django.utils import timezone

from ..models import Survey

GRACE = datetime.timedelta(hours=1)
State = Survey.State


def is_open(survey: Survey, now: datetime.datetime | None = None) -> bool:
    """Whether one may begin to answer."""
    now = now or timezone.now()
    return survey.state == State.OPEN and _has_begun(survey, now) and not _is_past(survey, now)


def takes_drafts(survey: Survey, now: datetime.datetime | None = None) -> bool:
    """Whether what was begun before the closing time may still be sent: an hour longer."""
    now = now or timezone.now()
    return survey.state == State.OPEN and _has_begun(survey, now) and not _is_past(survey, now - GRACE)


def is_to_come(survey: Survey, now: datetime.datetime | None = None) -> bool:
    """Whether it opens later."""
    return survey.state == State.OPEN and not _has_begun(survey, now or timezone.now())


def _has_begun(survey: Survey, now: datetime.datetime) -> bool:
    return survey.opens_at is None or survey.opens_at <= now


def _is_past(survey: Survey, now: datetime.datetime) -> bool:
    return survey.closes_at is not None and survey.closes_at <= now
