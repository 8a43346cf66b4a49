"""What this room keeps about a person, for the person; and what goes when the person goes."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import User, person_erased, register_export

from .models import CallLetter, CallPerson


def register() -> None:
    """Add this room's part to one's own data."""
    register_export("calls", of_person)
    person_erased.connect(_forget, dispatch_uid="erased person in calls")


def of_person(user: User) -> list[dict[str, Any]]:
    """The calls a person runs, in which part. One query."""
    parts = CallPerson.objects.filter(user=user).select_related("call").order_by("since", "pk")
    return [{"call": str(one.call.uuid), "part": one.part, "since": one.since.isoformat()} for one in parts]


def _forget(sender: Any, user: User, **kwargs: Any) -> None:
    CallPerson.objects.filter(user=user).delete()
    CallLetter.objects.filter(user=user).delete()
