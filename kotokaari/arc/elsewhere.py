"""Things kept elsewhere, as the arc shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from kotokaari.foundation.fields import read

from . import permissions
from .models import Elsewhere
from .registry import Node


def visible_to(user: Any, thing: Elsewhere) -> bool:
    """May this person know it exists?"""
    return thing.is_public or permissions.can_edit_elsewhere(user, thing)


def resolve(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Nodes of things kept elsewhere; one query."""
    return {thing.uuid: node_of(user, thing) for thing in Elsewhere.objects.filter(uuid__in=list(uuids))}


def node_of(user: Any, thing: Elsewhere) -> Node:
    """One thing as far as ``user`` may see it."""
    kind = f"elsewhere:{thing.station}"
    if not visible_to(user, thing):
        return Node(kind, thing.uuid, thing.station, visible=False)
    title, note = read(thing.title), read(thing.note)
    return Node(
        kind,
        thing.uuid,
        thing.station,
        title=title.text,
        url=reverse("arc:elsewhere", args=[thing.uuid]),
        note=note.text,
        date=thing.date,
        is_example=thing.is_example,
        language=title.language,
    )


def may_edit(user: Any, uuid: UUID) -> bool:
    """Who may change this thing. Costs a query."""
    thing = Elsewhere.objects.filter(uuid=uuid).first()
    return thing is not None and permissions.can_edit_elsewhere(user, thing)


def find(user: Any, words: str) -> list[Node]:
    """Things whose name holds the words in any language; one query."""
    wanted = words.casefold()
    hits = [
        thing
        for thing in Elsewhere.objects.order_by("-created_at")[:2000]
        if any(wanted in rendering.text.casefold() for rendering in thing.title.renderings.values())
    ]
    return [node for node in (node_of(user, thing) for thing in hits[:20]) if node.visible]
