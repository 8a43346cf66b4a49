"""Days on the arc, as something that was done, and by their permanent address: /id/{uuid} leads to a day's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext_lazy

from kotokaari.arc.public import Kind, Node, register_kind
from kotokaari.foundation.fields import read
from kotokaari.innovation.models import Day

STATION = "activity"


def register() -> None:
    """Make days known to the arc, and so to /id/{uuid}."""
    register_kind(Kind("innovation-day", pgettext_lazy("arc", "Innovation day"), STATION, day_nodes))


def day_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Days by uuid; of one that is prepared by others nothing is told. Two queries."""
    wanted = list(uuids)
    known = {day.uuid: day for day in Day.objects.visible_to(user).filter(uuid__in=wanted)}
    existing = Day.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)
    return {
        uuid: _node(known[uuid]) if uuid in known else Node("innovation-day", uuid, STATION, visible=False)
        for uuid in existing
    }


def _node(day: Day) -> Node:
    name = read(day.name)
    return Node(
        "innovation-day",
        day.uuid,
        STATION,
        title=name.text,
        url=day.get_absolute_url(),
        note=str(day.get_state_display()),
        is_example=day.is_example,
        language=name.language if name.is_fallback else "",
    )
