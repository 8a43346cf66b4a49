"""What the pages show of questions, ready to be written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from kotokaari.catalogue.public import Contact, Practice
from kotokaari.foundation.dataversion import cached
from kotokaari.foundation.fields import read
from kotokaari.foundation.text import Reading

from . import permissions, queries
from .models import Message, Question, Thanks
from .signing import Signature, organisation_name, signature


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a thread as one reader sees it."""

    pk: int
    text: Reading
    signed: Signature
    side: str
    is_answer: bool
    written_at: Any
    edited_at: Any
    is_gone: bool
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that every reader may see, with what was written."""

    subject: Reading
    url: str
    answered_at: Any
    lines: tuple[Line, ...]
    is_example: bool


def language() -> str:
    """The language of this request."""
    return (get_language() or "fi")[:2]


def words(text: str, written_in: str) -> Reading:
    """Words in the language they were written in, for this reader."""
    return Reading(text, written_in, language())


def title_of(practice: Practice) -> Reading:
    """A practice's title for this reader."""
    return read(practice.current.title) if practice.current else Reading(practice.key, language(), language())


def trail_of(practice: Practice, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way here from a practice."""
    return [(str(title_of(practice)), practice.get_absolute_url()), *more]


def lines(
    messages: Iterable[Message], shown: Mapping[int, Contact], *, to_all: bool, user: Any = None
) -> tuple[Line, ...]:
    """The messages of a thread for the two sides, or ``to_all`` readers; ``shown`` are those who agreed to be named."""
    return tuple(
        Line(
            message.pk,
            words(message.text, message.language),
            signature(message, shown, to_all=to_all),
            message.get_side_display(),
            message.is_answer,
            message.written_at,
            message.edited_at,
            message.removed_at is not None,
            user is not None and permissions.can_edit_message(user, message),
        )
        for message in messages
    )


def shown_of(practice: Practice) -> tuple[int, list[Asked]]:
    """How many questions of a practice everybody may read, and the latest. No query until public data changes."""
    return cached(("asked and answered", practice.pk, language()), lambda: _shown_of(practice))


def _shown_of(practice: Practice) -> tuple[int, list[Asked]]:
    questions = queries.asked_and_answered(practice)
    latest = list(questions[: queries.SHOWN_ON_THE_PAGE])
    return (questions.count(), asked(latest, practice)) if latest else (0, [])


def asked(questions: list[Question], practice: Practice) -> list[Asked]:
    """Questions of one practice with their messages, for all readers. Two queries."""
    shown = queries.roles_shown(practice)
    messages: dict[int, list[Message]] = {question.pk: [] for question in questions}
    for message in Message.objects.filter(question__in=questions).select_related("author"):
        messages[message.question_id].append(message)
    return [
        Asked(
            words(question.subject, question.language),
            question.get_absolute_url(),
            question.answered_at,
            lines(messages[question.pk], shown, to_all=True),
            question.is_example,
        )
        for question in questions
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A question in a list of one's own."""

    subject: Reading
    url: str
    practice: Reading
    state: str
    tone: str
    days: int
    changed_at: Any
    is_unread: bool
    is_example: bool


TONES = {"open": "warning", "answered": "success", "closed": "neutral", "withdrawn": "neutral"}


def rows(questions: Iterable[Question], now: Any) -> list[Row]:
    """Questions as a list shows them."""
    return [
        Row(
            words(question.subject, question.language),
            question.get_absolute_url(),
            title_of(question.practice),
            question.get_state_display(),
            TONES[question.state],
            (now - question.waiting_since).days,
            question.changed_at,
            getattr(question, "is_unread", False),
            question.is_example,
        )
        for question in questions
    ]


def ask_url(practice: Practice) -> str:
    """Where the owner is asked."""
    return reverse("exchange:ask", args=[practice.key])


@dataclass(frozen=True, slots=True)
class Said:
    """Thanks as readers see them."""

    uuid: Any
    text: Reading
    organisation: str
    said_at: Any
    is_open: bool
    is_example: bool
    practice_url: str


def thanked(thanks: Thanks) -> Said:
    """One organisation's thanks; who said them is not told."""
    return Said(
        thanks.uuid,
        words(thanks.text, thanks.language),
        organisation_name(thanks.organisation_id),
        thanks.said_at,
        thanks.is_open and thanks.hidden_at is None,
        thanks.is_example,
        thanks.practice.get_absolute_url(),
    )


def thanks_shown(practice: Practice) -> list[Said]:
    """The thanks that everybody may read. No query until public data changes."""
    key = ("thanks", practice.pk, language())
    return cached(
        key, lambda: [thanked(one) for one in queries.thanks_of(practice).select_related("practice__current")]
    )
