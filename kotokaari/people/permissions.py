"""Who may do what to organisations, members and places."""

from __future__ import annotations

from typing import Any

from .models import Membership, Organisation, Role
from .roles import EDITORS, has_role, has_role_anywhere, runs_the_house


def can_create_organisation(user: Any) -> bool:
    """Coordinators and administrators of some organisation, and specialists."""
    return has_role_anywhere(user, *EDITORS, Role.SPECIALIST)


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    """Coordinators and administrators of it, or of the organisation it is part of."""
    return has_role(user, organisation, *EDITORS) or has_role(user, organisation.parent_id, *EDITORS)


def can_end_organisation(user: Any, organisation: Organisation) -> bool:
    """Administrators of it, or of the organisation it is part of."""
    return can_manage_members(user, organisation)


def can_see_members(user: Any, organisation: Organisation) -> bool:
    """Its own members see each other; so do the administrators of the organisation it is part of."""
    return has_role(user, organisation) or can_manage_members(user, organisation)


def can_manage_members(user: Any, organisation: Organisation) -> bool:
    """Administrators of it, or of the organisation it is part of."""
    administrator = Role.ADMINISTRATOR
    return has_role(user, organisation, administrator) or has_role(user, organisation.parent_id, administrator)


def grantable_roles(user: Any, organisation: Organisation) -> list[Role]:
    """The roles the user may give. That of a national specialist reaches over all: only the house gives it."""
    if not can_manage_members(user, organisation):
        return []
    return [role for role in Role if role != Role.SPECIALIST or runs_the_house(user)]


def can_end_membership(user: Any, membership: Membership) -> bool:
    """One's own, and those in an organisation one administers."""
    if membership.user_id == getattr(user, "pk", None):
        return True
    if membership.role == Role.SPECIALIST:
        return runs_the_house(user)
    return can_manage_members(user, membership.organisation)
