"""What people keep between them, in a few words for the rooms above."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kotokaari.foundation.text import Reading

from .models import Question
from .pages import title_of
from .signing import organisation_name

MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without an answer. Who asked is not told; the subject only to those who may read it."""

    practice: Reading
    practice_url: str
    owner: str
    since: datetime.datetime
    days: int
    subject: str
    language: str
    url: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How many questions wait, and the longest waiting."""

    count: int
    rows: tuple[Waiting, ...]


def unanswered_questions(user: Any = None, *, most: int = MOST) -> Unanswered:
    """The questions nobody has answered, the longest waiting first. Three queries at any length."""
    waiting = Question.objects.waiting().order_by("waiting_since", "pk")
    readable = set(Question.objects.waiting().visible_to(user).values_list("pk", flat=True)) if user else set()
    now = timezone.now()
    rows = []
    for question in waiting.select_related("practice__current")[:most]:
        may_read = question.pk in readable
        rows.append(
            Waiting(
                practice=title_of(question.practice),
                practice_url=question.practice.get_absolute_url(),
                owner=organisation_name(question.practice.owner_id),
                since=question.waiting_since,
                days=max(0, (now - question.waiting_since).days),
                subject=question.subject if may_read else "",
                language=question.language,
                url=question.get_absolute_url() if may_read else "",
                is_example=question.is_example,
            )
        )
    return Unanswered(waiting.count(), tuple(rows))
