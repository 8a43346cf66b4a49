"""Who may describe an organisation's situation, and who may see it whole."""

from __future__ import annotations

from typing import Any

from kotokaari.people.public import EDITORS, Organisation, has_role


def can_describe_situation(user: Any, organisation: Organisation) -> bool:
    """Coordinators and administrators of it, or of the organisation it is part of."""
    return has_role(user, organisation, *EDITORS) or has_role(user, organisation.parent_id, *EDITORS)


def can_see_situation(user: Any, organisation: Organisation) -> bool:
    """Everybody who works in it, and those who may describe it. Others see only its size and kind of area."""
    return has_role(user, organisation) or can_describe_situation(user, organisation)
