"""Questions and times at their permanent addresses. They stand beside the arc: no station is theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext_lazy

from kotokaari.arc.public import Kind, Node, register_kind
from kotokaari.foundation.fields import read

from .models import Offer, Question


def register() -> None:
    """Make the room's kinds known."""
    register_kind(Kind("question", pgettext_lazy("arc", "Question"), "", question_nodes))
    register_kind(Kind("time", pgettext_lazy("arc", "Visit"), "", time_nodes))


def question_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Questions this person may know of; of the others nothing is told. Two queries."""
    wanted = list(uuids)
    known = {question.uuid: question for question in Question.objects.visible_to(user).filter(uuid__in=wanted)}
    existing = Question.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)
    return {uuid: _question(known[uuid]) if uuid in known else _nameless("question", uuid) for uuid in existing}


def time_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Times of practices that are public. Two queries."""
    wanted = list(uuids)
    known = {offer.uuid: offer for offer in Offer.objects.public().filter(uuid__in=wanted)}
    existing = Offer.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)
    return {uuid: _time(known[uuid]) if uuid in known else _nameless("time", uuid) for uuid in existing}


def _nameless(kind: str, uuid: UUID) -> Node:
    return Node(kind=kind, uuid=uuid, station="", visible=False)


def _question(question: Question) -> Node:
    return Node(
        kind="question",
        uuid=question.uuid,
        station="",
        title=question.subject,
        url=question.get_absolute_url(),
        date=question.asked_at.date().isoformat(),
        is_example=question.is_example,
        language=question.language,
    )


def _time(offer: Offer) -> Node:
    title = read(offer.title)
    return Node(
        kind="time",
        uuid=offer.uuid,
        station="",
        title=title.text,
        url=offer.get_absolute_url(),
        date=offer.starts_at.astimezone(offer.tz).date().isoformat(),
        is_example=offer.is_example,
        language=title.language,
    )
