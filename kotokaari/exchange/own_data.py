"""What this room keeps about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from . import actions
from .models import Booking, Message, Question, Thanks


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("from_person_to_person", of_person)
    person_erased.connect(_forget, dispatch_uid="person in the exchange")


def of_person(user: User) -> dict[str, Any]:
    """What the person asked and wrote, booked and thanked for."""
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
        "bookings": [
            {
                "time": str(booking.offer.uuid),
                "begins": booking.offer.starts_at.isoformat(),
                "organisation": str(booking.organisation),
                "people": booking.people,
                "note": booking.note,
                "state": booking.state,
            }
            for booking in Booking.objects.filter(person=user).select_related("offer", "organisation")
        ],
        "thanks": [
            {
                "practice": str(thanks.practice.uuid),
                "text": thanks.text,
                "open": thanks.is_open,
                "said": thanks.said_at.isoformat(),
            }
            for thanks in Thanks.objects.filter(person=user).select_related("practice")
        ],
    }


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    actions.forget_person(by=user)
