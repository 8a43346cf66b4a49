"""What the panel hears from the rooms below, and does every day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from kotokaari.calls.public import Call
from kotokaari.foundation import audit
from kotokaari.people.public import Invitation, User, invitation_accepted
from kotokaari.submissions.public import (
    Recusal,
    Submission,
    author_joined,
    person_recused,
    register_people_of_call,
    register_reader,
    submission_sent,
)

from . import conflicts, letters, queries
from .actions.seats import TERMS
from .models import Assignment, Seat, SeatInvitation
from .reading import to_assess

REMIND_EVERY = 3  # days


def register() -> None:
    """Hear of submissions and conflicts, and open reading to those who were given something."""
    register_reader(readable)
    register_people_of_call(people_of)
    author_joined.connect(look_at_author, dispatch_uid="conflicts of new authors")
    submission_sent.connect(look_at_sent, dispatch_uid="conflicts of the panel with what was sent")
    person_recused.connect(end_what_was_given, dispatch_uid="assignments of the recused")
    invitation_accepted.connect(seat_the_invited, dispatch_uid="seats of the invited")


def readable(user: Any) -> Q:
    """What a panel member may read: given to them, no conflict declared."""
    return Q(pk__in=to_assess(user).values("pk"))


def people_of(call: Call) -> Any:
    """Everybody who was asked to the call's panel."""
    return call.seats.values("user")


def look_at_sent(sender: Any, submission: Submission, **_signal: Any) -> None:
    """Something was sent, perhaps with new authors: the members whom the data ties to it are recused at once."""
    users = [seat.user for seat in submission.call.seats.sitting().select_related("user")]
    conflicts.recuse_the_tied([submission], users)
    conflicts.recuse_authors_who_run([submission])


def look_at_author(sender: Any, submission: Submission, user: User, **_signal: Any) -> None:
    """Somebody writes it too from now on: who sits on the panel or runs the call judges and reads it no more."""
    if submission.current_id is None:
        return
    if submission.call.seats.sitting().filter(user=user).exists():
        conflicts.recuse_the_tied([submission], [user])
    conflicts.recuse_authors_who_run([submission])


def seat_the_invited(sender: Any, invitation: Invitation, user: User, **_signal: Any) -> None:
    """Somebody joined by an invitation: the seats that were meant with it are offered."""
    for asked in SeatInvitation.objects.filter(invitation=invitation).select_related("call"):
        if not asked.call.seats.filter(user=user).exists():
            terms = {name: getattr(asked, name) for name in TERMS}
            Seat.objects.create(call=asked.call, user=user, invited_by=invitation.invited_by, **terms)
        asked.delete()


def end_what_was_given(sender: Any, recusal: Recusal, **_signal: Any) -> None:
    """Somebody may know nothing of a submission any more: their assignments of it end, inside the same transaction."""
    given = Assignment.objects.filter(
        submission=recusal.submission_id, seat__user=recusal.user_id, ended_at__isnull=True
    )
    ended = given.update(ended_at=timezone.now(), ended_reason="conflict")
    if ended:
        audit.record("assignment ended by a conflict", target=recusal.submission)


def is_to_be_reminded(seat: Seat, day: datetime.date) -> bool:
    """Three days after they joined and every third day since the last letter, for fifteen days; a missed day is made up."""
    joined = timezone.localdate(seat.answered_at or seat.invited_at)
    every = datetime.timedelta(days=REMIND_EVERY)
    return (seat.reminded_on or joined) + every <= day <= joined + 5 * every


def work(day: datetime.date) -> str:
    """Look again for conflicts, and remind of declarations that wait. Safe to do twice."""
    live = Seat.objects.sitting().exclude(call__state=Call.State.CANCELLED).select_related("user", "call")
    seats = [seat for seat in live.filter(term_until__isnull=True) | live.filter(term_until__gte=day)]
    found = conflicts.look_at_seats(seats)
    judged = Submission.objects.standing().filter(call__in={seat.call_id for seat in seats})
    found += conflicts.recuse_authors_who_run(list(judged))
    sent = 0
    for seat in seats:
        if not is_to_be_reminded(seat, day):
            continue
        if count := queries.undeclared(seat).count():
            Seat.objects.filter(pk=seat.pk).update(reminded_on=day)
            sent += letters.declare_please(seat, count)
    parts = [
        ngettext("%(count)d conflict found", "%(count)d conflicts found", found) % {"count": found} if found else "",
        ngettext("%(count)d letter sent", "%(count)d letters sent", sent) % {"count": sent} if sent else "",
    ]
    return ", ".join(part for part in parts if part)
