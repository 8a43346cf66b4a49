"""Who has which role where. Read once for each request: the answer is kept on the user object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Membership, Organisation, OrganisationQuerySet, Role, User

EDITORS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def current_memberships() -> QuerySet[Membership]:
    """Memberships in force today; from the day in ``until`` on they count no more."""
    today = timezone.localdate()
    return Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today)


def roles_of(user: Any) -> dict[int, frozenset[str]]:
    """The user's present roles by organisation key. One query for each user object, then none."""
    if not getattr(user, "is_authenticated", False):
        return {}
    if "_roles" not in user.__dict__:
        found: dict[int, set[str]] = {}
        for organisation, role in current_memberships().filter(user=user).values_list("organisation_id", "role"):
            found.setdefault(organisation, set()).add(role)
        user.__dict__["_roles"] = {key: frozenset(roles) for key, roles in found.items()}
    kept: dict[int, frozenset[str]] = user.__dict__["_roles"]
    return kept


def forget_roles(user: Any) -> None:
    """Read the roles anew next time; called by the actions that change them."""
    user.__dict__.pop("_roles", None)


def runs_the_house(user: Any) -> bool:
    """True for an administrator of the whole house."""
    return bool(getattr(user, "is_authenticated", False) and user.is_administrator)


def has_role(user: Any, organisation: Organisation | int | None, *roles: str) -> bool:
    """True when the user has one of ``roles`` (any role when none is named) in the organisation.

    An administrator of the house counts as everything. ``organisation`` is a thing or its key.
    """
    if runs_the_house(user):
        return True
    if organisation is None:
        return False
    key = organisation if isinstance(organisation, int) else organisation.pk
    held = roles_of(user).get(key, frozenset())
    return bool(held & set(roles)) if roles else bool(held)


def has_role_anywhere(user: Any, *roles: str) -> bool:
    """True when the user has one of ``roles`` in some organisation, or runs the house."""
    return runs_the_house(user) or any(held & set(roles) for held in roles_of(user).values())


def is_specialist(user: Any) -> bool:
    """True for a national specialist, and for an administrator of the house."""
    return has_role_anywhere(user, Role.SPECIALIST)


def people_with_roles(organisations: Iterable[int], *roles: str) -> dict[int, list[User]]:
    """The people who have one of ``roles`` now, by the key of their organisation, longest there first. One query."""
    held = current_memberships().filter(organisation__in=set(organisations), role__in=roles, user__is_active=True)
    found: dict[int, list[User]] = {}
    for membership in held.select_related("user").order_by("since", "pk"):
        people = found.setdefault(membership.organisation_id, [])
        if membership.user not in people:
            people.append(membership.user)
    return found


def organisations_for(user: Any, *roles: str) -> OrganisationQuerySet:
    """Organisations where the user has one of ``roles`` (any role when none is named).

    An administrator of the house gets all. Ended ones are included: add ``existing_on`` to leave them out.
    """
    if runs_the_house(user):
        return Organisation.objects.all()
    keys = [key for key, held in roles_of(user).items() if not roles or held & set(roles)]
    return Organisation.objects.filter(pk__in=keys) if keys else Organisation.objects.none()
