"""What can happen to a seat: somebody is asked, answers, and leaves."""

from __future__ import annotations

import datetime
from functools import partial
from textwrap import shorten
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read
from kotokaari.people.public import User, invite_on_errand, withdraw_invitation

from .. import conflicts, letters
from ..models import Assignment, Seat, SeatInvitation

TERMS = ("part", "least", "most", "term_until", "plain_view")
LONGEST_TIES = 1000


@transaction.atomic
def ask(
    call: Call,
    *,
    user: User,
    part: str = Seat.Part.EXPERT,
    least: int = 0,
    most: int = 10,
    term_until: datetime.date | None = None,
    plain_view: bool = False,
    by: User,
) -> Seat:
    """Ask somebody to the panel, by letter. Whoever declined or left may be asked again; refuses the others."""
    _check_load(least, most)
    seat = Seat.objects.select_for_update().filter(call=call, user=user).first()
    if seat is not None and seat.state in (Seat.State.INVITED, Seat.State.ACCEPTED):
        raise DomainError(_("%(name)s has been asked already.") % {"name": user})
    if not user.is_active:
        raise DomainError(_("This account is closed."))
    seat = seat or Seat(call=call, user=user)
    seat.state, seat.invited_by, seat.invited_at, seat.answered_at = Seat.State.INVITED, by, timezone.now(), None
    seat.left_at, seat.left_reason = None, ""
    seat.part, seat.least, seat.most, seat.term_until, seat.plain_view = part, least, most, term_until, plain_view
    seat.save()
    audit.record("asked to the panel", target=call, by=by, seat=str(seat.uuid))
    transaction.on_commit(partial(letters.asked, seat.pk))
    return seat


@transaction.atomic
def ask_by_mail(call: Call, *, email: str, language: str, by: User, **terms: Any) -> Seat | SeatInvitation:
    """Ask somebody by e-mail address: with an account at once, else by an invitation to have one.

    Who has no account joins no organisation by it: a panel opens what is given to be judged, never the drafts of
    the body that runs the call. Raises DomainError while an earlier invitation is open; one that ran out is replaced.
    """
    email = email.strip().lower()
    _check_load(terms.get("least", 0), terms.get("most", 10))
    known = User.objects.filter(email=email, is_active=True).first()
    if known is not None:
        return ask(call, user=known, by=by, **terms)
    for earlier in call.seat_invitations.filter(invitation__email=email).select_related("invitation"):
        if earlier.invitation.is_open:
            raise DomainError(_("%(name)s has been asked already.") % {"name": email})
        earlier.delete()
    with translation.override(language):
        errand = _errand(call, by)
    invitation = invite_on_errand(email=email, language=language, errand=errand, by=by)
    asked = SeatInvitation.objects.create(call=call, invitation=invitation, **terms)
    audit.record("asked to the panel", target=call, by=by)
    return asked


def _errand(call: Call, by: User) -> str:
    names = {"person": by.name, "call": shorten(read(call.name).text or call.key, 120, placeholder="…")}
    if by.name:
        return _("%(person)s asks you to the expert panel of the call “%(call)s”.") % names
    return _("You are asked to the expert panel of the call “%(call)s”.") % names


@transaction.atomic
def call_off(asked: SeatInvitation, *, by: User) -> None:
    """The link that was sent by e-mail stops working. Raises InvitationClosed when it was used."""
    withdraw_invitation(asked.invitation, by=by)
    audit.record("invitation to the panel called off", target=asked.call, by=by)
    asked.delete()


def _check_load(least: int, most: int) -> None:
    if least > most:
        raise DomainError(_("The least is not more than the most."))


@transaction.atomic
def change_terms(seat: Seat, *, by: User, **terms: Any) -> Seat:
    """Other part, load, term or view. Refuses a load under what the person has been given already."""
    changed = {name: value for name, value in terms.items() if name in TERMS and getattr(seat, name) != value}
    _check_load(terms.get("least", seat.least), terms.get("most", seat.most))
    given = Assignment.objects.standing().filter(seat=seat).count()
    if "most" in changed and changed["most"] < given:
        raise DomainError(_("This member has %(count)d submissions already. Take some away first.") % {"count": given})
    for name, value in changed.items():
        setattr(seat, name, value)
    if changed:
        seat.save(update_fields=list(changed))
        audit.record("seat changed", target=seat.call, by=by, seat=str(seat.uuid), fields=sorted(changed))
    return seat


@transaction.atomic
def accept(seat: Seat, *, plain_view: bool, ties: str = "", by: User) -> Seat:
    """Take the place, telling what ties one to those who run the call. Refuses another's, and a closed one.

    What the house knows of conflicts with submissions is written down at once.
    """
    _check_own(seat, by)
    seat.state = _state_now(seat)
    if seat.state not in (Seat.State.INVITED, Seat.State.DECLINED):
        raise DomainError(_("You have answered this already."))
    seat.state, seat.answered_at, seat.plain_view = Seat.State.ACCEPTED, timezone.now(), plain_view
    seat.ties = ties.strip()[:LONGEST_TIES]
    seat.save(update_fields=["state", "answered_at", "plain_view", "ties"])
    audit.record("seat accepted", target=seat.call, by=by, seat=str(seat.uuid), told_of_ties=bool(seat.ties))
    conflicts.look_at_seats([seat])
    transaction.on_commit(partial(letters.answered, seat.pk))
    return seat


@transaction.atomic
def decline(seat: Seat, *, by: User) -> Seat:
    """Say no. It can be changed to a yes while nobody has asked otherwise."""
    _check_own(seat, by)
    seat.state = _state_now(seat)
    if seat.state != Seat.State.INVITED:
        raise DomainError(_("You have answered this already."))
    seat.state, seat.answered_at = Seat.State.DECLINED, timezone.now()
    seat.save(update_fields=["state", "answered_at"])
    audit.record("seat declined", target=seat.call, by=by, seat=str(seat.uuid))
    transaction.on_commit(partial(letters.answered, seat.pk))
    return seat


@transaction.atomic
def set_plain_view(seat: Seat, *, plain_view: bool, by: User) -> Seat:
    """Questions in plain language, or as they are: the member chooses."""
    _check_own(seat, by)
    seat.plain_view = plain_view
    seat.save(update_fields=["plain_view"])
    audit.record("seat changed", target=seat.call, by=by, seat=str(seat.uuid), fields=["plain_view"])
    return seat


@transaction.atomic
def leave(seat: Seat, *, reason: str, by: User) -> Seat:
    """The member leaves, or those who run the call take the seat back. What was given ends; the reason is kept."""
    seat.state = _state_now(seat)
    if seat.state not in (Seat.State.INVITED, Seat.State.ACCEPTED):
        raise DomainError(_("This seat is empty already."))
    if not reason.strip():
        raise DomainError(_("Say in a few words why."))
    now = timezone.now()
    seat.state, seat.left_at, seat.left_reason = Seat.State.LEFT, now, reason.strip()
    seat.save(update_fields=["state", "left_at", "left_reason"])
    ended = seat.assignments.filter(ended_at__isnull=True).update(ended_at=now, ended_reason="left")
    audit.record("seat left", target=seat.call, by=by, seat=str(seat.uuid), assignments_ended=ended)
    transaction.on_commit(partial(letters.left, seat.pk))
    return seat


def _state_now(seat: Seat) -> str:
    """Where the seat stands, its row locked: the member and those who run the call may act at once."""
    return Seat.objects.select_for_update().get(pk=seat.pk).state


def _check_own(seat: Seat, by: User) -> None:
    if seat.user_id != by.pk:
        raise DomainError(_("Only the person asked answers for themselves."))
