"""How what was found is shown: names and addresses as rooms registered them with the arc."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from kotokaari.arc.public import Node, kinds

from .queries import Hit


def nodes_of(user: Any, hits: Iterable[Hit]) -> dict[UUID, Node]:
    """What each hit is called and where it lives; one or two queries a kind. What the user may not see is left out."""
    by_kind: dict[str, list[UUID]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit.uuid)
    known = kinds()
    return {
        uuid: node
        for kind, uuids in by_kind.items()
        if kind in known
        for uuid, node in known[kind].resolve(user or AnonymousUser(), uuids).items()
        if node.visible
    }
