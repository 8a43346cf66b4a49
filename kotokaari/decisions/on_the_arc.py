"""Decisions as the arc shows them: public when published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.arc.public import Kind, Node, register_kind

from .models import Decision

KIND, STATION = "panel-decision", "decision"


def register() -> None:
    """Make decisions known to the arc."""
    register_kind(
        Kind(KIND, _("Panel decision"), STATION, decision_nodes, data_url=lambda uuid: f"/api/v1/decisions/{uuid}")
    )


def decision_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Decisions by uuid; those one may not see are told of without a name. One query."""
    visible = Exists(Decision.objects.visible_to(user).filter(pk=OuterRef("pk")))
    found = Decision.objects.filter(uuid__in=list(uuids)).annotate(is_visible=visible)
    return {decision.uuid: _node(decision) for decision in found.select_related("version", "submission")}


def _node(decision: Any) -> Node:
    if not decision.is_visible:
        return Node(KIND, decision.uuid, STATION, visible=False)
    title = decision.version.title.read((get_language() or "fi")[:2])
    return Node(
        KIND,
        decision.uuid,
        STATION,
        title=title.text,
        url=decision.get_absolute_url(),
        note=str(decision.get_label_display() if decision.label else decision.get_outcome_display()),
        date=decision.decided_at.date().isoformat() if decision.decided_at else "",
        is_example=decision.is_example,
        language=title.language if title.is_fallback else "",
    )
