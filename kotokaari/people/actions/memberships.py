"""What can happen between a person and an organisation: roles are given and end."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError

from ..models import Membership, Organisation, Role, User
from ..roles import current_memberships, forget_roles


class AlreadyMember(DomainError):
    """The person has that role there already."""


class LastAdministrator(DomainError):
    """Nobody would be left to run the organisation."""


class MembershipHasEnded(DomainError):
    """It ended before."""


@transaction.atomic
def grant_role(organisation: Organisation, user: User, *, role: str, by: User | None) -> Membership:
    """Give a person a role in an organisation from today. Raises AlreadyMember, or DomainError after its end."""
    if organisation.has_ended:
        raise DomainError(_("This organisation has ended and takes no new members."))
    if current_memberships().filter(user=user, organisation=organisation, role=role).exists():
        raise AlreadyMember(_("This person has that role here already."))
    membership = Membership.objects.create(user=user, organisation=organisation, role=role)
    forget_roles(user)
    audit.record("role granted", target=organisation, by=by, user=str(user.uuid), role=str(role))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: User | None) -> Membership:
    """Take a role back as of today.

    Raises LastAdministrator when nobody else administers the organisation, MembershipHasEnded.
    """
    if membership.until is not None:
        raise MembershipHasEnded(_("This role has been ended before."))
    # Two administrators who leave at the same moment must not both be allowed to.
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if membership.role == Role.ADMINISTRATOR and not organisation.has_ended and not _others(membership):
        raise LastAdministrator(
            _("This is the last administrator of the organisation. Give the role to somebody else first.")
        )
    membership.until = timezone.localdate()
    membership.save(update_fields=["until"])
    forget_roles(membership.user)
    audit.record("role ended", target=organisation, by=by, user=str(membership.user.uuid), role=str(membership.role))
    return membership


def _others(membership: Membership) -> bool:
    administrators = current_memberships().filter(
        organisation=membership.organisation_id, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return administrators.exclude(user=membership.user_id).exists()
