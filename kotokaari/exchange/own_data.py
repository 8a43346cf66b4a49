"""What this room keeps about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from . import actions
from .models import Message, Question


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("from_person_to_person", of_person)
    person_erased.connect(_forget, dispatch_uid="person in the exchange")


def of_person(user: User) -> dict[str, Any]:
    """What the person asked and wrote."""
    asked = Question.objects.filter(asker=user).select_related("practice").order_by("asked_at")
    written = Message.objects.filter(author=user).select_related("question").order_by("written_at")
    return {
        "questions": [
            {
                "question": str(question.uuid),
                "practice": str(question.practice.uuid),
                "subject": question.subject,
                "open": question.is_open,
                "state": question.state,
                "asked": question.asked_at.isoformat(),
            }
            for question in asked
        ],
        "messages": [
            {
                "question": str(message.question.uuid),
                "text": message.text,
                "signed_with_name": message.shows_name,
                "written": message.written_at.isoformat(),
            }
            for message in written
        ],
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    actions.forget_person(by=user)
