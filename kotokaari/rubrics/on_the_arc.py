"""Rubrics as things with a permanent address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kotokaari.arc.public import Node
from kotokaari.foundation.fields import read

from .models import Rubric

KIND = "rubric"


def resolve(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Rubrics as the arc shows them; drafts only to those who write them. One query."""
    wanted = list(uuids)
    found = Rubric.objects.filter(uuid__in=wanted)
    visible = set(Rubric.objects.visible_to(user).filter(uuid__in=wanted).values_list("uuid", flat=True))
    return {rubric.uuid: _node(rubric, rubric.uuid in visible) for rubric in found}


def _node(rubric: Rubric, is_visible: bool) -> Node:
    if not is_visible:
        return Node(KIND, rubric.uuid, "", visible=False)
    name = read(rubric.name)
    return Node(
        KIND, rubric.uuid, "", f"{name.text} ({rubric.number})", rubric.get_absolute_url(), language=name.language
    )
