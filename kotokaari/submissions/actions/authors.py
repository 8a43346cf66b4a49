"""Who writes a submission together: asked by mail or by name, leaving, handing the lead over."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit, limits
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import User

from .. import mails
from ..models import Author, AuthorInvitation, Submission
from ..signals import author_joined
from .locking import locked

VALID_FOR = datetime.timedelta(days=14)
MOST = 12


class InvitationClosed(DomainError):
    """It was used, withdrawn, or its time is over."""


@transaction.atomic
def invite_author(submission: Submission, *, email: str, language: str, by: User) -> AuthorInvitation:
    """Ask somebody by mail to write too; the link works once, for 14 days. An open one to the same address ends."""
    limits.count("invite-author", by, times=30, seconds=3600)
    draft = locked(submission)
    email = email.strip().lower()
    if draft.authors.filter(left_at__isnull=True, user__email=email).exists():
        raise DomainError(_("This person writes it already."))
    _room_for_one(draft)
    draft.invitations.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = AuthorInvitation.objects.create(
        submission=draft,
        email=email,
        language=language,
        token_hash=AuthorInvitation.hashed(token),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    audit.record("author invited", target=draft, by=by, invitation=invitation.pk)
    transaction.on_commit(lambda: mails.invited(invitation, token), robust=True)
    return invitation


@transaction.atomic
def add_author(submission: Submission, *, user: User, by: User) -> Author:
    """A colleague writes too from now on, and is told so. Whoever left before is an author again."""
    limits.count("invite-author", by, times=30, seconds=3600)
    draft = locked(submission)
    if not user.is_active:
        raise DomainError(_("This person no longer uses Kotokaari."))
    if draft.authors.filter(user=user, left_at__isnull=True).exists():
        raise DomainError(_("This person writes it already."))
    _room_for_one(draft)
    author = _join(draft, user, by)
    transaction.on_commit(lambda: mails.added(author, by), robust=True)
    return author


def _room_for_one(draft: Submission) -> None:
    if draft.authors.filter(left_at__isnull=True).count() >= MOST:
        raise DomainError(_("A submission has at most %(most)s authors.") % {"most": MOST})


def _join(draft: Submission, user: User, by: User | None) -> Author:
    author, _made = Author.objects.update_or_create(
        submission=draft,
        user=user,
        defaults={"left_at": None, "is_lead": False, "invited_by": by, "since": timezone.now()},
    )
    audit.record("author joined", target=draft, by=by, person=str(user.uuid))
    author_joined.send(sender=Submission, submission=draft, user=user)
    return author


@transaction.atomic
def accept_author_invitation(invitation: AuthorInvitation, *, by: User) -> Author:
    """Whoever holds the link becomes an author, with any account. Raises InvitationClosed."""
    asked = AuthorInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not asked.is_open:
        raise InvitationClosed(_("This invitation does not work any more. Ask for a new one."))
    draft = locked(asked.submission)
    held = draft.authors.filter(user=by, left_at__isnull=True).first()
    asked.accepted_at = timezone.now()
    asked.save(update_fields=["accepted_at"])
    return held or _join(draft, by, asked.invited_by)


@transaction.atomic
def withdraw_author_invitation(invitation: AuthorInvitation, *, by: User) -> AuthorInvitation:
    """Make the link stop working. Raises InvitationClosed when it was used or withdrawn before."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed(_("This invitation is closed already."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("author invitation withdrawn", target=invitation.submission, by=by, invitation=invitation.pk)
    return invitation


@transaction.atomic
def end_authorship(author: Author, *, by: User) -> Author:
    """Somebody leaves, or is taken off by the lead. The lead is handed over first; what they wrote stays."""
    draft = locked(author.submission)
    now = draft.authors.get(pk=author.pk)
    if now.left_at is not None:
        raise DomainError(_("This person does not write it any more."))
    if now.is_lead:
        raise DomainError(_("Hand the lead over first: a submission always has one."))
    now.left_at = timezone.now()
    now.save(update_fields=["left_at"])
    audit.record("author left", target=draft, by=by, person=str(now.user.uuid))
    return now


@transaction.atomic
def hand_over_lead(author: Author, *, by: User) -> Author:
    """Another author leads from now on."""
    draft = locked(author.submission)
    now = draft.authors.filter(pk=author.pk, left_at__isnull=True).first()
    if now is None:
        raise DomainError(_("This person does not write it any more."))
    draft.authors.update(is_lead=False)
    now.is_lead = True
    now.save(update_fields=["is_lead"])
    audit.record("author leads", target=draft, by=by, person=str(now.user.uuid))
    return now
