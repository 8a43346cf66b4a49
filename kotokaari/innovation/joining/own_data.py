"""What this room keeps about somebody with an account, for that person; and what goes when the person goes."""

from __future__ import annotations

from typing import Any

from kotokaari.innovation.models import DayPerson
from kotokaari.people.public import User, person_erased, register_export


def register() -> None:
    """Add this room's part to one's own data."""
    register_export("innovation_days", of_person)
    person_erased.connect(_forget, dispatch_uid="person of innovation days")


def of_person(user: User) -> list[dict[str, Any]]:
    """The days a person runs. One query."""
    runs = DayPerson.objects.filter(user=user).select_related("day").order_by("pk")
    return [{"day": str(one.day.uuid), "part": one.part} for one in runs]


def _forget(sender: Any, user: User, **kwargs: Any) -> None:
    DayPerson.objects.filter(user=user).delete()
