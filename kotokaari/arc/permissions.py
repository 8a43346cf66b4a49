"""Who may tie links and note things kept elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from .models import Elsewhere, Link
from .registry import kinds


def can_tie(user: Any, kind: str, uuid: UUID) -> bool:
    """One who may edit the thing may link it to others."""
    known = kinds().get(kind.partition(":")[0])
    return bool(user.is_authenticated and known and known.may_edit(user, uuid))


def can_untie(user: Any, link: Link) -> bool:
    """Who said it, or who may edit either end."""
    if not user.is_authenticated:
        return False
    said_it = link.created_by == user.uuid
    return said_it or can_tie(user, link.first_kind, link.first) or can_tie(user, link.second_kind, link.second)


def can_edit_elsewhere(user: Any, thing: Elsewhere) -> bool:
    """Who wrote it down, or who runs the house."""
    return bool(user.is_authenticated and (user.is_administrator or thing.created_by == user.uuid))
