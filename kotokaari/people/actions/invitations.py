"""What can happen to an invitation: it is sent, sent again, withdrawn, accepted; or it runs out."""

from __future__ import annotations

import datetime
import secrets
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError

from .. import mails
from ..models import Invitation, Organisation, User
from ..registries import invitation_accepted
from ..roles import current_memberships
from .memberships import AlreadyMember, grant_role

VALID_FOR = datetime.timedelta(days=14)


class InvitationClosed(DomainError):
    """It was used, withdrawn, or its time is over."""


class AlreadyInvited(DomainError):
    """An invitation to the same role is on its way."""


class AlreadyHasAccount(DomainError):
    """The address belongs to somebody who can sign in."""


@transaction.atomic
def invite(organisation: Organisation, *, email: str, role: str, language: str, by: User) -> Invitation:
    """Ask somebody by mail to join an organisation in a role; the link works once, for 14 days.

    Raises AlreadyMember, AlreadyInvited, or DomainError when the organisation has ended.
    """
    email = email.strip().lower()
    if organisation.has_ended:
        raise DomainError(_("This organisation has ended and takes no new members."))
    if current_memberships().filter(organisation=organisation, role=role, user__email=email).exists():
        raise AlreadyMember(_("This person has that role here already."))
    open_ones = organisation.invitations.filter(
        email=email, role=role, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    if open_ones.exists():
        raise AlreadyInvited(_("An invitation to this role has been sent to this address. You can send it again."))
    invitation = _send(by, organisation=organisation, email=email, role=role, language=language)
    audit.record("invitation sent", target=organisation, by=by, invitation=str(invitation.uuid), role=str(role))
    return invitation


@transaction.atomic
def invite_on_errand(*, email: str, language: str, errand: str, by: User) -> Invitation:
    """Ask somebody by mail to make an account for one thing; they join no organisation. Link as in ``invite``.

    ``errand`` is the sentence that says what for, in ``language``. What the account then opens is given by the
    room that asked, when ``invitation_accepted`` is sent. Raises AlreadyHasAccount.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AlreadyHasAccount(_("This address has an account already."))
    invitation = _send(by, email=email, role="", language=language, errand=errand)
    audit.record("invitation sent", target=invitation, by=by, invitation=str(invitation.uuid))
    return invitation


def _send(by: User, **terms: Any) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        **terms, token_hash=Invitation.hashed(token), invited_by=by, expires_at=timezone.now() + VALID_FOR
    )
    transaction.on_commit(partial(mails.invitation, invitation, token))
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Send it again with a new link and 14 new days; the old link stops working. Raises InvitationClosed."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed(_("This invitation is closed. Send a new one."))
    token = secrets.token_urlsafe(32)
    invitation.token_hash = Invitation.hashed(token)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    audit.record(
        "invitation sent again", target=invitation.organisation or invitation, by=by, invitation=str(invitation.uuid)
    )
    transaction.on_commit(partial(mails.invitation, invitation, token))
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Make the link stop working. Raises InvitationClosed when it was used or withdrawn before."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed(_("This invitation is closed already."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(
        "invitation withdrawn", target=invitation.organisation or invitation, by=by, invitation=str(invitation.uuid)
    )
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Join the organisation in the role that was offered; on an errand nothing is joined.

    Who holds the link may accept it with any account: people have more than one address. Somebody who
    has the role already keeps it. Raises InvitationClosed.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise InvitationClosed(_("This invitation does not work any more. Ask for a new one."))
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        "invitation accepted", target=invitation.organisation or invitation, by=by, invitation=str(invitation.uuid)
    )
    if invitation.organisation is not None:
        held = current_memberships().filter(user=by, organisation=invitation.organisation, role=invitation.role)
        if not held.exists():
            grant_role(invitation.organisation, by, role=invitation.role, by=by)
    invitation_accepted.send(sender=Invitation, invitation=invitation, user=by)
    return invitation


@transaction.atomic
def join_by_invitation(invitation: Invitation, *, name: str, password: str, language: str, by: None = None) -> User:
    """Make an account for the invited address and accept. The link has shown that the address is theirs.

    Raises AlreadyHasAccount, InvitationClosed.
    """
    if not invitation.is_open:
        raise InvitationClosed(_("This invitation does not work any more. Ask for a new one."))
    if User.objects.filter(email=invitation.email).exists():
        raise AlreadyHasAccount(_("This address has an account already. Sign in to accept the invitation."))
    user = User.objects.create_user(invitation.email, password, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record("account made by invitation", target=user, by=user)
    accept_invitation(invitation, by=user)
    return user
