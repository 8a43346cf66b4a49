"""What invitations keep about a person: to be given to the person, and to be forgotten."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from ..models import Invitation
from . import inviting


def register() -> None:
    """Hand the person's own data to the people room, and hear of those who want to be forgotten."""
    register_export("invitations_to_surveys", of_person)
    person_erased.connect(_forget, dispatch_uid="person who is invited to surveys")


def of_person(user: User) -> list[dict[str, Any]]:
    """The surveys one was invited to by one's address; answers are anonymous and cannot be found."""
    found = Invitation.objects.filter(email=user.email.casefold()).exclude(email="")
    return [
        {
            "survey": str(one.survey.uuid),
            "language": one.language,
            "sent": one.sent_at.isoformat() if one.sent_at else None,
        }
        for one in found.select_related("survey").order_by("pk")
    ]


def _forget(sender: Any, user: User, **_signal: Any) -> None:
    for one in Invitation.objects.filter(email=user.email.casefold()).exclude(email=""):
        inviting.refuse(one)
