"""What one can ask of the arc."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from . import elsewhere
from .chains import Arc, arc_of, resolve
from .models import Elsewhere, Link
from .registry import Node, kinds


def arc_for(user: Any, kind: str, uuid: UUID) -> Arc:
    """The arc of a thing this person may see. Raises Http404 otherwise."""
    arc = arc_of(user, kind_of(user, kind, uuid), uuid)
    if arc is None or not arc.here.visible:
        raise Http404
    return arc


def kind_of(user: Any, kind: str, uuid: UUID) -> str:
    """The full kind of a thing (a thing kept elsewhere carries its station). Raises Http404."""
    node = resolve(user, [(kind, uuid)]).get(uuid)
    if node is None or not node.visible:
        raise Http404
    return node.kind


def elsewhere_for(user: Any, uuid: UUID) -> Elsewhere:
    """A thing kept elsewhere. Raises Http404 for those who may not know of it."""
    thing = get_object_or_404(Elsewhere, uuid=uuid)
    if not elsewhere.visible_to(user, thing):
        raise Http404
    return thing


def link_for(user: Any, pk: int) -> Link:
    """A link between two things this person may see. Raises Http404."""
    link = get_object_or_404(Link, pk=pk)
    nodes = resolve(user, [(link.first_kind, link.first), (link.second_kind, link.second)])
    if not all(node.visible for node in nodes.values()) or len(nodes) < 2:
        raise Http404
    return link


def anything(user: Any, uuid: UUID) -> Node:
    """Whatever has this permanent identifier. Raises Http404. At most a query or two a kind."""
    for kind in kinds().values():
        node = kind.resolve(user, [uuid]).get(uuid)
        if node and node.visible:
            return node
    raise Http404


def found_by(user: Any, words: str) -> list[Node]:
    """Things of every kind whose names hold the words."""
    return [node for kind in kinds().values() for node in kind.find(user, words)][:40]
