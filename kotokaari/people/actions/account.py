"""What a person can do about themselves: change the profile, end sessions, leave for good."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.models import AuditEvent

from ..models import Invitation, User
from ..registries import person_erased

PROFILE = ("name", "language", "time_zone", "mail_rhythm")


class LastOfTheHouse(DomainError):
    """Nobody would be left to run the house."""


@transaction.atomic
def create_person(
    *, email: str, name: str, password: str | None, by: User | None, language: str = "fi", **fields: Any
) -> User:
    """A person with an account and a confirmed address, without invitation: for the demo and the command line."""
    user = User.objects.create_user(email, password, name=name, language=language, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record("account made", target=user, by=by)
    return user


@transaction.atomic
def change_profile(user: User, *, by: User, **changes: str) -> User:
    """Change name, language, time zone or how often mail may come; what is not named stays."""
    changed = [field for field in PROFILE if field in changes and getattr(user, field) != changes[field]]
    for field in changed:
        setattr(user, field, changes[field])
    if changed:
        user.save(update_fields=changed)
        audit.record("profile changed", target=user, by=by, fields=changed)
    return user


@transaction.atomic
def end_session(session: UserSession, *, by: User) -> None:
    """Sign out one browser."""
    session.end()
    audit.record("session ended", target=by, by=by)


@transaction.atomic
def end_other_sessions(user: User, *, current_key: str, by: User) -> int:
    """Sign out everywhere but here. Returns how many sessions ended."""
    others = UserSession.objects.filter(user=user).exclude(session_key=current_key)
    ended = [session.end() for session in others]
    if ended:
        audit.record("sessions ended", target=user, by=by, count=len(ended))
    return len(ended)


@transaction.atomic
def erase_person(user: User, *, by: User) -> User:
    """Take everything personal out of an account for ever; what the person did stays, by uuid only.

    Name, addresses, password, keys, sessions, other log-ins and invitations go, roles end, and the upper
    rooms take away theirs (signal ``person_erased``). Raises LastOfTheHouse for the only person who runs it.
    """
    if user.is_administrator and not _another_administrator(user):
        raise LastOfTheHouse(_("You are the only one who runs this service. Give the task to somebody else first."))
    person_erased.send(sender=User, user=user)
    for session in UserSession.objects.filter(user=user):
        SessionStore(session.session_key).delete()
    Invitation.objects.filter(Q(email=user.email) | Q(accepted_by=user)).delete()
    for model in (UserSession, EmailAddress, SocialAccount, Authenticator):
        model.objects.filter(user=user).delete()
    user.memberships.filter(until=None).update(until=timezone.localdate())
    AuditEvent.objects.filter(target=str(user.uuid)).update(target_label="")
    _anonymise(user)
    audit.record("account erased", target=user, by=user)
    return user


def _another_administrator(user: User) -> bool:
    return User.objects.filter(is_administrator=True, is_active=True).exclude(pk=user.pk).exists()


def _anonymise(user: User) -> None:
    user.email = f"{user.uuid}@erased.invalid"
    user.name = ""
    user.language, user.time_zone = "fi", "Europe/Helsinki"
    user.mail_rhythm = User.MailRhythm.NEVER
    user.is_administrator = user.is_superuser = user.is_active = False
    user.last_login = None
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
