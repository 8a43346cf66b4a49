"""Adoptions as the arc shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kotokaari.arc.public import Kind, Node, register_kind

from . import permissions
from .models import Adoption


def register() -> None:
    """Make adoptions known to the arc."""
    register_kind(
        Kind(
            "adoption",
            _("Adoption"),
            "adoption",
            adoption_nodes,
            may_edit=may_edit_adoption,
            data_url=lambda uuid: f"/api/v1/adoptions/{uuid}",
        )
    )


def may_edit_adoption(user: Any, uuid: UUID) -> bool:
    """Whoever writes an adoption also links it. A query or two."""
    adoption = Adoption.objects.visible_to(user).filter(uuid=uuid).first()
    return adoption is not None and permissions.can_edit_adoption(user, adoption)


def adoption_nodes(user: Any, uuids: Iterable[UUID]) -> dict[UUID, Node]:
    """Adoptions by uuid; those one may not see are told of without a name. One query."""
    visible = Exists(Adoption.objects.visible_to(user).filter(pk=OuterRef("pk")))
    found = Adoption.objects.filter(uuid__in=list(uuids)).annotate(is_visible=visible)
    return {adoption.uuid: _node(adoption) for adoption in found.select_related("organisation")}


def _node(adoption: Any) -> Node:
    if not adoption.is_visible:
        return Node("adoption", adoption.uuid, "adoption", visible=False)
    name = adoption.organisation.name.read((get_language() or "fi")[:2])
    return Node(
        "adoption",
        adoption.uuid,
        "adoption",
        title=name.text,
        url=adoption.get_absolute_url(),
        note=str(adoption.get_status_display()),
        date=adoption.status_on.isoformat(),
        is_example=adoption.is_example,
        language=name.language if name.is_fallback else "",
    )
