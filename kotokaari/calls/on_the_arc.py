"""Calls on the arc: a call stands at the decision it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext_lazy

from kotokaari.arc.public import Kind, Node, register_kind
from kotokaari.foundation.fields import read

from . import permissions
from .models import Call

FOUND = 20


def register() -> None:
    """Make calls known to the arc, and so to /id/{uuid}."""
    register_kind(
        Kind(
            "call",
            pgettext_lazy("arc", "Call"),
            STATION,
            call_nodes,
            may_edit=may_edit_call,
            data_url=lambda uuid: f"/api/v1/calls/{uuid}",
            find=calls_by_words,
        )
    )


STATION = "decision"


def may_edit_call(user: Any, uuid: UUID) -> bool:
    """Whoever makes a call also links it. A query or two."""
    call = Call.objects.visible_to(user).filter(uuid=uuid).first()
    return call is not None and permissions.can_manage_call(user, call)


def calls_by_words(user: Any, words: str) -> list[Node]:
    """The calls this person may know that have these words in their name. Three queries."""
    wanted = words.casefold().split()
    rows = Call.objects.visible_to(user).values_list("uuid", "name")
    texts = ((uuid, " ".join(one.text for one in name.renderings.values()).casefold()) for uuid, name in rows)
    return list(
        call_nodes(user, [uuid for uuid, text in texts if all(word in text for word in wanted)][:FOUND]).values()
    )


def call_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Calls by uuid; of a draft of others nothing is told. Two queries."""
    wanted = list(uuids)
    known = {call.uuid: call for call in Call.objects.visible_to(user).filter(uuid__in=wanted)}
    existing = Call.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)
    return {
        uuid: _node(known[uuid]) if uuid in known else Node("call", uuid, STATION, visible=False) for uuid in existing
    }


def _node(call: Call) -> Node:
    name = read(call.name)
    return Node(
        "call",
        call.uuid,
        STATION,
        title=name.text,
        url=call.get_absolute_url(),
        note=call.get_state_display(),
        date=(call.published_at or call.created_at).date().isoformat(),
        is_example=call.is_example,
        language=name.language if name.is_fallback else "",
    )
